/**
 * The path {@code /gitlab-instances}: running GitLabs that follow this configuration. What differs is planned by a pure function,
 * and carried over by GitLab's GraphQL API.
 */
@NullMarked
package dev.duoconfig.instance;

import org.jspecify.annotations.NullMarked;
