/**
 * The path {@code /gateway}: where GitLab reaches the AI gateway, how long it waits, the beta toggle, and the outbound
 * allowlist. Package {@code outbound} applies the allowlist.
 */
@NullMarked
package dev.duoconfig.gateway;

import org.jspecify.annotations.NullMarked;
