package dev.duoconfig.resolve;

import org.jspecify.annotations.Nullable;

/**
 * A resolution in short.
 *
 * @param model name of the model that answers; null unless ready with a self-hosted one
 */
public record EffectiveOutcome(Status status, @Nullable String model) {

    static EffectiveOutcome of(Resolution resolution) {
        var model = resolution.model();
        return new EffectiveOutcome(resolution.status(), model == null ? null : model.name());
    }
}
