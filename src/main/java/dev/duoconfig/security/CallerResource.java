package dev.duoconfig.security;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

@Path("/caller")
@Produces(MediaType.APPLICATION_JSON)
class CallerResource {

    private final CurrentCaller caller;

    CallerResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER, Roles.RESOLVER})
    public CallerDetails get() {
        return new CallerDetails(caller.get().name(), caller.roles(), caller.tokenExpiry());
    }
}
