package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A choice as it is asked for; a model alone means {@code self_hosted}. */
record FeatureSettingRequest(
        JsonNullable<@Nullable String> provider, @Nullable Long modelId) {}
