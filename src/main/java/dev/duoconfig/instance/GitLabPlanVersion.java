package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;

/**
 * The GitLab that a plan is for.
 *
 * @param version its version, such as {@code 19.4.1-ee}; null if it does not show it
 */
record GitLabPlanVersion(@Nullable String version) {}
