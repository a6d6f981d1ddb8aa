package dev.duoconfig.feature;

import org.jspecify.annotations.Nullable;

/** A choice for a feature as it is asked for, with the model's name; a model alone means {@code self_hosted}. */
public record ConfigurationFeature(
        @Nullable String feature,
        @Nullable String provider,
        @Nullable String model) {}
