package dev.duoconfig.reference;

import dev.duoconfig.http.request.ReadParameters;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.ReadResult;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/catalogue")
@Produces(MediaType.APPLICATION_JSON)
class CatalogueResource {

    private final CurrentSnapshot current;

    CatalogueResource(CurrentSnapshot current) {
        this.current = current;
    }

    /** The tag is the revision, because a new catalogue is a change with a revision of its own. */
    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<GitLabCatalogue> get(@BeanParam ReadParameters parameters) {
        var snapshot = current.get();
        return ReadResult.okWithETagOrNotModified(
                parameters.condition(), snapshot.revision(), () -> GitLabCatalogue.from(snapshot.catalogue()));
    }
}
