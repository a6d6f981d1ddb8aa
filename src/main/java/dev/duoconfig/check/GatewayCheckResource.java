package dev.duoconfig.check;

import dev.duoconfig.security.CallerRateLimits;
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
    private final CallerRateLimits rateLimits;
    private final CheckSlots slots;

    GatewayCheckResource(Checks checks, CallerRateLimits rateLimits, CheckSlots slots) {
        this.checks = checks;
        this.rateLimits = rateLimits;
        this.slots = slots;
    }

    @POST
    @Path("/check")
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<CheckReport> check() {
        rateLimits.take(CallerRateLimits.Kind.CHECK);
        return slots.now(checks::gateway).okWithRevision();
    }
}
