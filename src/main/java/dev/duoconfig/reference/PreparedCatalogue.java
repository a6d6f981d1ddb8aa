package dev.duoconfig.reference;

import java.util.Map;
import java.util.Set;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import jakarta.enterprise.context.ApplicationScoped;

/** Prepares the response of {@code GET /catalogue}, which is the same at every revision of this instance. */
@ApplicationScoped
class PreparedCatalogue implements ResponseSource {

    private static final String PATH = "/catalogue";

    private final PreparedResponse response;

    PreparedCatalogue(PreparedBodies bodies, Catalogue catalogue) {
        response = new PreparedResponse(
                PATH,
                Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER),
                true,
                bodies.whenAsked(() -> GitLabCatalogue.from(catalogue)));
    }

    @Override
    public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
        return Map.of(PATH, response);
    }
}
