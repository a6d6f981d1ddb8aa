package dev.duoconfig.audit;

import java.util.List;

import dev.duoconfig.http.request.CursorPaging;
import dev.duoconfig.http.request.PageLinks;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/revisions")
@Produces(MediaType.APPLICATION_JSON)
class RevisionsResource {

    private final RevisionList revisions;
    private final PublicUrls urls;

    RevisionsResource(RevisionList revisions, PublicUrls urls) {
        this.revisions = revisions;
        this.urls = urls;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<List<RevisionEntry>> list(
            @RestQuery("cursor") @Nullable String cursor,
            @RestQuery("per_page") @Nullable String perPage,
            @Context UriInfo uri) {
        var paging = CursorPaging.parse(cursor, perPage);
        var found = revisions.find(paging);
        var response = ResponseBuilder.ok(paging.of(found));
        paging.describe(response, PageLinks.of(urls, uri), found, RevisionEntry::revision);
        return response.build();
    }
}
