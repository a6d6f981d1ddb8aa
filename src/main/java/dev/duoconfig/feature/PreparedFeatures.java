package dev.duoconfig.feature;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.resolve.Resolution;
import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.PreparedBodies;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Prepares the responses about features: the list, and each feature with its effective model and model metadata. */
@ApplicationScoped
class PreparedFeatures implements ResponseSource {

    private static final String PATH = "/features";
    private static final String FEATURE = PATH + "/{feature}";
    private static final String EFFECTIVE_MODEL = "/effective-model";
    private static final String MODEL_METADATA = "/model-metadata";

    private static final Set<String> READERS = Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER);
    private static final Set<String> RESOLVERS = Set.of(Roles.ADMIN, Roles.PLANNER, Roles.VIEWER, Roles.RESOLVER);

    private final PreparedBodies bodies;
    private final ResolutionMetrics metrics;

    PreparedFeatures(PreparedBodies bodies, ResolutionMetrics metrics) {
        this.bodies = bodies;
        this.metrics = metrics;
    }

    @Override
    public Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions) {
        var responses = new HashMap<String, PreparedResponse>();
        var list = FeatureQuery.AVAILABLE.select(snapshot).stream()
                .map(feature -> FeatureSetting.from(feature, snapshot))
                .toList();
        responses.put(PATH, new PreparedResponse(PATH, READERS, true, bodies.of(list)));
        for (var feature : snapshot.catalogue().features()) {
            var setting = FeatureSetting.from(feature, snapshot);
            responses.put(PATH + "/" + feature.id(), new PreparedResponse(FEATURE, READERS, true, bodies.of(setting)));
            addResolution(responses, snapshot, feature, resolutions.of(feature));
        }
        return responses;
    }

    private PreparedResponse.@Nullable Body metadata(Snapshot snapshot, Resolution resolution) {
        var model = resolution.model();
        if (model != null) {
            return bodies.withApiKey(model, key -> ModelMetadata.from(model, key));
        }
        var vendored = ModelMetadata.vendored(resolution, snapshot.catalogue());
        return vendored == null ? null : bodies.of(vendored);
    }

    private void addResolution(
            Map<String, PreparedResponse> responses, Snapshot snapshot, Feature feature, Resolution resolution) {
        var counter = metrics.of(resolution);
        var path = PATH + "/" + feature.id();
        var effective = EffectiveModel.from(resolution, snapshot.revision());
        responses.put(
                path + EFFECTIVE_MODEL,
                new PreparedResponse(
                        FEATURE + EFFECTIVE_MODEL, RESOLVERS, true, bodies.of(effective), counter::increment));
        var metadata = metadata(snapshot, resolution);
        if (metadata != null) {
            responses.put(
                    path + MODEL_METADATA,
                    new PreparedResponse(
                            FEATURE + MODEL_METADATA, Set.of(Roles.RESOLVER), false, metadata, counter::increment));
        }
    }
}
