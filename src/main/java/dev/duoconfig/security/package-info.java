/**
 * Roles, callers, the verification and caching of tokens, the limits on what a caller can make the service do, and the issuer
 * of local tokens. The rules for what an external issuer may send are here, too; OIDC applies them.
 *
 * <p>{@code embedded} decides which directory keeps the local tokens and when they are created, {@code console} who gets one
 * for a one-time code; each resource states what a
 * role may do. There can be several issuers, each with rules of its own: see docs/adr/0032-several-issuers.md.
 */
@NullMarked
package dev.duoconfig.security;

import org.jspecify.annotations.NullMarked;
