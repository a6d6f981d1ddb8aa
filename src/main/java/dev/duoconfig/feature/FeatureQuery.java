package dev.duoconfig.feature;

import java.util.List;
import java.util.Objects;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A query for features. A condition that is null matches all features.
 *
 * @param unavailable whether to include features that are not available at the moment
 * @param modelId id of the model that is chosen for the feature
 * @param mainFeature title of the main feature that the feature belongs to
 */
record FeatureQuery(
        boolean unavailable,
        @Nullable Long modelId,
        @Nullable String mainFeature) {

    /** All available features. */
    static final FeatureQuery AVAILABLE = new FeatureQuery(false, null, null);

    /** The features that match, in list order. */
    List<Feature> select(Snapshot snapshot) {
        return snapshot.catalogue().features().stream()
                .filter(feature -> unavailable || Availability.obstacle(snapshot, feature) == null)
                .filter(feature -> mainFeature == null || feature.mainFeature().equals(mainFeature))
                .filter(feature -> modelId == null
                        || Objects.equals(snapshot.setting(feature.id()).modelId(), modelId))
                .toList();
    }
}
