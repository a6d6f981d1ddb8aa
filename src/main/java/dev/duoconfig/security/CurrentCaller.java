package dev.duoconfig.security;

import dev.duoconfig.http.edge.RequestIds;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** The sender of the current request. */
@ApplicationScoped
public class CurrentCaller {

    private final SecurityIdentity identity;
    private final RoutingContext context;

    CurrentCaller(SecurityIdentity identity, RoutingContext context) {
        this.identity = identity;
        this.context = context;
    }

    /** Returns the caller; works only within a request. */
    public Caller get() {
        return Caller.of(identity.getPrincipal().getName(), RequestIds.of(context));
    }
}
