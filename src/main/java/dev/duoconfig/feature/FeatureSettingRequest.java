package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A requested choice; a model without a provider means {@code self_hosted}. */
record FeatureSettingRequest(
        JsonNullable<@Nullable String> provider, @Nullable Long modelId) {}
