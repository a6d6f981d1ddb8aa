package dev.duoconfig.resolve;

import org.jspecify.annotations.Nullable;

/**
 * What a change of the configuration did to one feature.
 *
 * @param feature id of the feature
 */
public record EffectiveChange(String feature, Outcome before, Outcome after) {

    /**
     * A resolution in short.
     *
     * @param model name of the model that answers; null unless ready with a self-hosted one
     */
    public record Outcome(
            Status status, Reason reason, @Nullable String model) {

        static Outcome of(Resolution resolution) {
            Snapshot.Model model = resolution.model();
            return new Outcome(resolution.status(), resolution.reason(), model == null ? null : model.name());
        }
    }
}
