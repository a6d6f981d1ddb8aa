/**
 * Asks a running GitLab over its GraphQL API, and says in one sentence why there is no answer.
 *
 * <p>What is asked, and what the answer is for, does not live here: nothing in this package knows subscriptions or models.
 */
@NullMarked
package dev.duoconfig.gitlab;

import org.jspecify.annotations.NullMarked;
