package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A choice for a feature as it is asked for, with the model's name; a model alone means {@code self_hosted}. */
public record ConfigurationFeature(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable String model) {}
