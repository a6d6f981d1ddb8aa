package dev.duoconfig.feature;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.http.request.QueryParameters;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of features. */
class FeatureListParameters {

    @RestQuery("include_unavailable")
    @Nullable
    String includeUnavailable;

    @RestQuery("model_id")
    @Nullable
    String modelId;

    @RestQuery("main_feature")
    @Nullable
    String mainFeature;

    /** The query that the parameters describe; a 400 if a parameter is invalid. */
    FeatureQuery parse(Catalogue catalogue) {
        var mainFeatures = catalogue.features().stream()
                .map(Feature::mainFeature)
                .distinct()
                .toList();
        return new FeatureQuery(
                QueryParameters.flag("include_unavailable", includeUnavailable),
                QueryParameters.id("model_id", modelId),
                QueryParameters.choice("main_feature", mainFeature, mainFeatures));
    }
}
