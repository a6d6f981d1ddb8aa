package dev.duoconfig.reference;

import dev.duoconfig.follow.RevisionWaits;
import dev.duoconfig.http.request.SnapshotParameters;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
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

    private final RevisionWaits revisions;

    CatalogueResource(RevisionWaits revisions) {
        this.revisions = revisions;
    }

    /** The tag is the revision, because a new catalogue is a change with a revision of its own. */
    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<GitLabCatalogue>> get(@BeanParam SnapshotParameters parameters) {
        var condition = parameters.condition();
        return revisions
                .atLeast(parameters.minRevision())
                .map(snapshot -> ReadResult.okWithETagOrNotModified(
                        condition, snapshot.revision(), () -> GitLabCatalogue.from(snapshot.catalogue())));
    }
}
