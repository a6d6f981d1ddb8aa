package dev.duoconfig.subscription;

import dev.duoconfig.http.request.ReadParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.WriteOptions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

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
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<Subscription> get(@BeanParam ReadParameters parameters) {
        return subscriptions.get().okWithETagOrNotModified(parameters.condition());
    }

    @POST
    @Path("/sync")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    public RestResponse<Subscription> synchronize(@BeanParam WriteParameters parameters) {
        return rateLimits
                .run(
                        CallerRateLimits.Kind.SYNC,
                        () -> subscriptions.synchronize(WriteOptions.unconditional(caller.get(), parameters.dryRun())))
                .okWithETag();
    }
}
