/**
 * A GitLab for tests: its GraphQL API for self-hosted models on the loopback interface, with the rules that GitLab checks.
 *
 * <p>The interface is one of the files in {@code src/test/resources/gitlab}, or what a test makes of it.
 */
@NullMarked
package dev.duoconfig.testkit.gitlab;

import org.jspecify.annotations.NullMarked;
