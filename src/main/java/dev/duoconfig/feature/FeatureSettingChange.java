package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;

/** One choice of several. */
record FeatureSettingChange(
        @Nullable String feature,
        @Nullable String provider,
        @Nullable Long modelId) {

    FeatureSettingRequest request() {
        return new FeatureSettingRequest(provider, modelId);
    }
}
