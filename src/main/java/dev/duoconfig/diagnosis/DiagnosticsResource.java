package dev.duoconfig.diagnosis;

import java.util.List;

import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/diagnostics")
@Produces(MediaType.APPLICATION_JSON)
class DiagnosticsResource {

    private final Diagnostics diagnostics;
    private final CurrentCaller caller;
    private final CallerRateLimits rateLimits;

    DiagnosticsResource(Diagnostics diagnostics, CurrentCaller caller, CallerRateLimits rateLimits) {
        this.diagnostics = diagnostics;
        this.caller = caller;
        this.rateLimits = rateLimits;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<List<Finding>> diagnose(@RestQuery("checks") @Nullable String checks) {
        if (!QueryParameters.flag("checks", checks)) {
            return diagnostics.findings().okWithRevision();
        }
        caller.require(Roles.ADMIN);
        rateLimits.count(CallerRateLimits.Kind.CHECK);
        return diagnostics.findingsWithChecks().okWithRevision();
    }
}
