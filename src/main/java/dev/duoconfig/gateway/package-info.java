/**
 * The path {@code /gateway}: where GitLab reaches the AI gateway, how long it waits, the beta toggle and the outbound
 * allowlist. What the allowlist means is in {@code outbound}.
 */
@NullMarked
package dev.duoconfig.gateway;

import org.jspecify.annotations.NullMarked;
