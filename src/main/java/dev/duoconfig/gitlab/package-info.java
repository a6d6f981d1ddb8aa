/**
 * Queries a running GitLab instance over its GraphQL API, and explains in one sentence why there is no response.
 *
 * <p>The queries and the use of the responses live elsewhere: nothing in this package knows subscriptions or models.
 */
@NullMarked
package dev.duoconfig.gitlab;

import org.jspecify.annotations.NullMarked;
