package dev.duoconfig.feature;

import java.util.List;
import java.util.Objects;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of features. */
class FeatureQuery {

    @RestQuery("include_unavailable")
    @Nullable
    String includeUnavailable;

    @RestQuery("model_id")
    @Nullable
    String modelId;

    @RestQuery("main_feature")
    @Nullable
    String mainFeature;

    /** The features that match, in list order. */
    List<Feature> select(Snapshot snapshot) {
        var all = QueryParameters.flag("include_unavailable", includeUnavailable);
        var model = QueryParameters.id("model_id", modelId);
        var groups = snapshot.catalogue().features().stream()
                .map(Feature::mainFeature)
                .distinct()
                .toList();
        var group = QueryParameters.choice("main_feature", mainFeature, groups);
        return snapshot.catalogue().features().stream()
                .filter(feature -> all || Availability.unavailableReason(snapshot, feature) == null)
                .filter(feature -> group == null || feature.mainFeature().equals(group))
                .filter(feature -> model == null
                        || Objects.equals(snapshot.setting(feature.id()).modelId(), model))
                .toList();
    }
}
