package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;

/** A choice as it is asked for; a model alone means {@code self_hosted}. */
record FeatureSettingRequest(
        @Nullable String provider, @Nullable Long modelId) {}
