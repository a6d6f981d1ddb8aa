/**
 * Roles, who is calling, and the issuer of local tokens.
 *
 * <p>Which directory keeps the local tokens, and when they are made, is decided in {@code embedded}; what a role may do
 * stands at each resource.
 */
@NullMarked
package dev.duoconfig.security;

import org.jspecify.annotations.NullMarked;
