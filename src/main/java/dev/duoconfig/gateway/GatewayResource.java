package dev.duoconfig.gateway;

import dev.duoconfig.follow.RevisionWaits;
import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.SnapshotParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/gateway")
@Produces(MediaType.APPLICATION_JSON)
class GatewayResource {

    private final Gateways gateways;
    private final RevisionWaits revisions;
    private final CurrentCaller caller;

    GatewayResource(Gateways gateways, RevisionWaits revisions, CurrentCaller caller) {
        this.gateways = gateways;
        this.revisions = revisions;
        this.caller = caller;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<Gateway>> get(@BeanParam SnapshotParameters parameters) {
        var condition = parameters.condition();
        return revisions
                .completeAtLeast(parameters.minRevision())
                .map(snapshot -> ReadResult.okWithETagOrNotModified(
                        condition,
                        snapshot.revision(),
                        snapshot.checks().ofGateway().version(),
                        () -> Gateway.from(snapshot)));
    }

    @PUT
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Gateway> replace(@BeanParam WriteParameters parameters, @Nullable GatewayReplacement request) {
        return ok(gateways.replace(WriteOptions.of(caller.get(), parameters), RequestBody.required(request)));
    }

    @PATCH
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes({MediaTypes.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public RestResponse<Gateway> update(@BeanParam WriteParameters parameters, @Nullable GatewayPatch patch) {
        return ok(gateways.update(WriteOptions.of(caller.get(), parameters), RequestBody.required(patch)));
    }

    private static RestResponse<Gateway> ok(WriteResult<TaggedGateway> written) {
        var body = written.body();
        return written.addHeadersWithETag(ResponseBuilder.ok(body.gateway()), body.version())
                .build();
    }
}
