package dev.duoconfig.follow;

import java.util.Map;
import java.util.Set;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import jakarta.enterprise.context.ApplicationScoped;

/** Prepares the response of {@code GET /revision}. */
@ApplicationScoped
class PreparedRevision implements ResponseSource {

    private final PreparedBodies bodies;

    PreparedRevision(PreparedBodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
        var body = bodies.of(Revision.of(snapshot));
        var path = "/revision";
        return Map.of(
                path,
                new PreparedResponse(
                        path, Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER, Roles.RESOLVER), true, body));
    }
}
