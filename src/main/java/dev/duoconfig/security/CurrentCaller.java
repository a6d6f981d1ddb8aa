package dev.duoconfig.security;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.http.problem.CommonProblems;
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

    /** Returns the caller's roles in the order of {@link Roles#ALL}; works only within a request. */
    List<String> roles() {
        return Roles.ALL.stream().filter(identity::hasRole).toList();
    }

    /** Ends the request with a 403 unless the caller has a role that only some requests of an operation need. */
    public void require(String role) {
        if (!identity.hasRole(role)) {
            throw CommonProblems.forbidden(List.of(role));
        }
    }

    /** Returns the moment from which the caller's token is no longer valid; works only within a request. */
    public Instant tokenExpiry() {
        Long seconds = Objects.requireNonNull(identity.getAttribute(TOKEN_EXPIRY));
        return Instant.ofEpochSecond(Math.min(seconds, MAX_EXPIRY.getEpochSecond()));
    }
}
