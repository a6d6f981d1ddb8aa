package dev.duoconfig.feature;

import dev.duoconfig.http.body.MaxItems;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** One of several requested choices. */
@MaxItems(1_000)
record FeatureSettingChange(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable Long modelId) {

    FeatureSettingRequest request() {
        return new FeatureSettingRequest(provider, modelId);
    }
}
