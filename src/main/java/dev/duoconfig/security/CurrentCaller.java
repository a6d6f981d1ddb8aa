package dev.duoconfig.security;

import java.time.Instant;
import java.util.Objects;

import dev.duoconfig.http.edge.RequestIds;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** The sender of the current request. */
@ApplicationScoped
public class CurrentCaller {

    /** The attribute of an identity with the expiry of its token in seconds since 1970, as OIDC sets it. */
    static final String TOKEN_EXPIRY = OidcUtils.QUARKUS_IDENTITY_EXPIRE_TIME;

    private static final Instant MAX_EXPIRY = Instant.parse("9999-12-31T23:59:59Z");

    private final SecurityIdentity identity;
    private final RoutingContext context;

    CurrentCaller(SecurityIdentity identity, RoutingContext context) {
        this.identity = identity;
        this.context = context;
    }

    /** Returns the caller; works only within a request. */
    public Caller get() {
        return Caller.of(CallerPrincipal.of(identity), RequestIds.of(context));
    }

    /** Returns the key that limits count the caller by; works only within a request. */
    public CallerKey key() {
        return CallerKey.of(identity);
    }

    /** Returns the moment from which the caller's token is no longer valid; works only within a request. */
    public Instant tokenExpiry() {
        Long seconds = Objects.requireNonNull(identity.getAttribute(TOKEN_EXPIRY));
        return Instant.ofEpochSecond(Math.min(seconds, MAX_EXPIRY.getEpochSecond()));
    }
}
