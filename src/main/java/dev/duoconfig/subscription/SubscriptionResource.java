package dev.duoconfig.subscription;

import dev.duoconfig.follow.RevisionWaits;
import dev.duoconfig.http.request.SnapshotParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteOptions;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
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
    private final RevisionWaits revisions;
    private final CurrentCaller caller;
    private final CallerRateLimits rateLimits;

    SubscriptionResource(
            Subscriptions subscriptions, RevisionWaits revisions, CurrentCaller caller, CallerRateLimits rateLimits) {
        this.subscriptions = subscriptions;
        this.revisions = revisions;
        this.caller = caller;
        this.rateLimits = rateLimits;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<Subscription>> get(@BeanParam SnapshotParameters parameters) {
        var condition = parameters.condition();
        return revisions
                .completeAtLeast(parameters.minRevision())
                .map(snapshot -> ReadResult.okWithETagOrNotModified(
                        condition, snapshot.revision(), () -> Subscription.from(snapshot)));
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
