/**
 * Reads and changes the configuration of self-hosted models of a running GitLab over its GraphQL API, and explains in one sentence
 * why that failed.
 *
 * <p>The comparison of that configuration with the one of this service lives elsewhere: nothing in this package decides what a
 * GitLab should have.
 */
@NullMarked
package dev.duoconfig.gitlab;

import org.jspecify.annotations.NullMarked;
