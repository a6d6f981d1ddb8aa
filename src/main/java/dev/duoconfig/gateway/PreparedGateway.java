package dev.duoconfig.gateway;

import java.util.Map;
import java.util.Set;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import dev.duoconfig.store.Revisions;
import jakarta.enterprise.context.ApplicationScoped;

/** Prepares the response of {@code GET /gateway}. */
@ApplicationScoped
class PreparedGateway implements ResponseSource {

    private static final String PATH = "/gateway";

    private final PreparedBodies bodies;

    PreparedGateway(PreparedBodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
        if (!snapshot.isComplete()) {
            return Map.of();
        }
        var tag = Revisions.entityTag(
                snapshot.revision(), snapshot.checks().ofGateway().version());
        var body = bodies.whenAsked(() -> Gateway.from(snapshot));
        return Map.of(PATH, PreparedResponse.tagged(PATH, Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER), tag, body));
    }
}
