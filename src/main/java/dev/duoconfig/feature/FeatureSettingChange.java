package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** One of several requested choices. */
record FeatureSettingChange(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable Long modelId) {

    FeatureSettingRequest request() {
        return new FeatureSettingRequest(provider, modelId);
    }
}
