package dev.duoconfig.configuration;

import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/plan")
@Produces(MediaType.APPLICATION_JSON)
class PlanResource {

    private final Plans plans;
    private final CurrentCaller caller;

    PlanResource(Plans plans, CurrentCaller caller) {
        this.plans = plans;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<ConfigurationPlan> plan(@Nullable PlanRequest request) {
        return plans.plan(caller.get(), RequestBody.required(request)).okWithETag();
    }
}
