package dev.duoconfig.audit;

import java.util.List;

import dev.duoconfig.http.request.PageLinks;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/audit-events")
@Produces(MediaType.APPLICATION_JSON)
class AuditEventsResource {

    private final AuditTrail trail;
    private final AuditVerifier verifier;
    private final PublicUrls urls;

    AuditEventsResource(AuditTrail trail, AuditVerifier verifier, PublicUrls urls) {
        this.trail = trail;
        this.verifier = verifier;
        this.urls = urls;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<List<AuditEntry>> list(@BeanParam AuditQuery query) {
        var paging = query.paging();
        var found = trail.find(query);
        var response = ResponseBuilder.ok(paging.of(found));
        paging.describe(response, PageLinks.of(urls, query.uri), found, AuditEntry::id);
        return response.build();
    }

    @GET
    @Path("/verification")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public AuditVerification verify() {
        return verifier.verify();
    }
}
