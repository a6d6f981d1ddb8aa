/**
 * Roles, callers, the verification and caching of tokens, rate limits, and the issuer of local tokens. The rules for what an
 * external issuer may send are here, too; OIDC applies them.
 *
 * <p>{@code embedded} decides which directory keeps the local tokens and when they are created; each resource states what a
 * role may do.
 */
@NullMarked
package dev.duoconfig.security;

import org.jspecify.annotations.NullMarked;
