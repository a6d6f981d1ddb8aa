package dev.duoconfig.subscription;

import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/subscription")
@Produces(MediaType.APPLICATION_JSON)
class SubscriptionResource {

    private final Subscriptions subscriptions;
    private final CurrentCaller caller;
    private final CallerRateLimits rateLimits;

    SubscriptionResource(Subscriptions subscriptions, CurrentCaller caller, CallerRateLimits rateLimits) {
        this.subscriptions = subscriptions;
        this.caller = caller;
        this.rateLimits = rateLimits;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<Subscription> get(@RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        return subscriptions.get().unless(IfNoneMatch.parse(ifNoneMatch));
    }

    @POST
    @Path("/sync")
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<Subscription> synchronise(@RestQuery("dry_run") @Nullable String dryRun) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        rateLimits.take(CallerRateLimits.Kind.SYNC);
        return subscriptions.synchronise(caller.get(), dry).ok();
    }
}
