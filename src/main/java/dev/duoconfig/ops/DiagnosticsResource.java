package dev.duoconfig.ops;

import java.util.List;

import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.Finding;
import dev.duoconfig.snapshot.RevisionHeader;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/diagnostics")
@Produces(MediaType.APPLICATION_JSON)
class DiagnosticsResource {

    private final Diagnostics diagnostics;

    DiagnosticsResource(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<List<Finding>> diagnose() {
        var found = diagnostics.findings();
        return ResponseBuilder.ok(found.body())
                .header(RevisionHeader.NAME, found.revision())
                .build();
    }
}
