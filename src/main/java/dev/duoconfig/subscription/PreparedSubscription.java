package dev.duoconfig.subscription;

import java.util.Map;
import java.util.Set;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import jakarta.enterprise.context.ApplicationScoped;

/** Prepares the response of {@code GET /subscription}. */
@ApplicationScoped
class PreparedSubscription implements ResponseSource {

    private static final String PATH = "/subscription";

    private final PreparedBodies bodies;

    PreparedSubscription(PreparedBodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
        if (!snapshot.isComplete()) {
            return Map.of();
        }
        var body = bodies.whenAsked(() -> Subscription.from(snapshot));
        return Map.of(PATH, new PreparedResponse(PATH, Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER), true, body));
    }
}
