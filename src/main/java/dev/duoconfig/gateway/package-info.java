/**
 * The path {@code /gateway}: where GitLab reaches the AI gateway and the service of the Agent Platform, how long it waits, the
 * beta toggle, whether GitLab's own models may be used, and the outbound allowlist. Package {@code outbound} applies the
 * allowlist.
 */
@NullMarked
package dev.duoconfig.gateway;

import org.jspecify.annotations.NullMarked;
