package dev.duoconfig.check;

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

    GatewayCheckResource(Checks checks) {
        this.checks = checks;
    }

    @POST
    @Path("/check")
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<CheckReport> check() {
        return checks.gateway().ok();
    }
}
