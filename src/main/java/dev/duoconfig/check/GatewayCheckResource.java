package dev.duoconfig.check;

import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/gateway")
@Produces(MediaType.APPLICATION_JSON)
class GatewayCheckResource {

    private final Checks checks;
    private final CurrentCaller caller;
    private final CallerRateLimits rateLimits;

    GatewayCheckResource(Checks checks, CurrentCaller caller, CallerRateLimits rateLimits) {
        this.checks = checks;
        this.caller = caller;
        this.rateLimits = rateLimits;
    }

    @POST
    @Path("/check")
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<CheckReport> check() {
        return rateLimits
                .run(CallerRateLimits.Kind.CHECK, () -> checks.gateway(caller.key(), CheckOptions.GATEWAY_ONLY))
                .okWithRevision();
    }
}
