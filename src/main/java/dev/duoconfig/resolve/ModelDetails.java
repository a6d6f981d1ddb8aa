package dev.duoconfig.resolve;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Details of a model that are shown, but decide nothing.
 *
 * @param apiKeyUpdatedAt when the API key was stored; null without a key
 * @param updatedBy name of the caller that changed the model last
 */
public record ModelDetails(@Nullable Instant apiKeyUpdatedAt, Instant createdAt, Instant updatedAt, String updatedBy) {}
