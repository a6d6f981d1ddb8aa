package dev.duoconfig.gateway;

import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.IfMatch;
import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/gateway")
@Produces(MediaType.APPLICATION_JSON)
class GatewayResource {

    private final Gateways gateways;
    private final CurrentCaller caller;

    GatewayResource(Gateways gateways, CurrentCaller caller) {
        this.gateways = gateways;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<Gateway> get(@RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        return gateways.get().unless(IfNoneMatch.parse(ifNoneMatch));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Gateway> replace(
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable GatewayRequest request) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return gateways.replace(caller.get(), dry, IfMatch.parse(ifMatch), RequestBody.required(request))
                .ok();
    }

    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Consumes({MediaTypes.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public RestResponse<Gateway> update(
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable GatewayPatch patch) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return gateways.update(caller.get(), dry, IfMatch.parse(ifMatch), RequestBody.required(patch))
                .ok();
    }
}
