package dev.duoconfig.apikey;

import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.WriteResult;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/secrets")
@Produces(MediaType.APPLICATION_JSON)
class SecretsResource {

    private final KeyRotation rotation;
    private final CurrentCaller caller;

    SecretsResource(KeyRotation rotation, CurrentCaller caller) {
        this.rotation = rotation;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    public Secrets get() {
        return rotation.secrets();
    }

    @POST
    @Path("/rewrap")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    public RestResponse<Secrets> rewrap(@BeanParam WriteParameters parameters) {
        if (parameters.dryRun()) {
            return WriteResult.addNoEffectiveChanges(ResponseBuilder.ok(rotation.secrets()), true)
                    .build();
        }
        return WriteResult.addNoEffectiveChanges(ResponseBuilder.<Secrets>accepted(rotation.start(caller.get())), false)
                .build();
    }
}
