package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A requested choice for a feature, with the model's name; a model without a provider means {@code self_hosted}. */
public record ConfigurationFeature(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable String model) {}
