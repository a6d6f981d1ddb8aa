package dev.duoconfig.security;

import dev.duoconfig.http.edge.AccessTokens;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one connection. Clients repeat theirs with every request, so the last one is recognized without a hash until it would
 * have to be verified again. Used by one thread.
 */
public final class ConnectionTokens {

    private final TokenCache tokens;
    private @Nullable String last;
    private TokenCache.@Nullable Verified verified;

    /** Begins a connection. */
    public ConnectionTokens(TokenCache tokens) {
        this.tokens = tokens;
    }

    /** The identity that the token of a request names if it was verified a moment ago and is still valid, otherwise null. */
    public @Nullable SecurityIdentity find(MultiMap headers) {
        var sent = AccessTokens.claimed(headers);
        if (sent == null) {
            return null;
        }
        if (!sent.equals(last) || verified == null || !tokens.isValid(verified)) {
            verified = tokens.verified(sent);
            last = verified == null ? null : sent;
        }
        return verified == null ? null : verified.identity();
    }
}
