package dev.duoconfig.resolve;

import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.catalogue.Feature;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a configuration change on one feature.
 *
 * @param feature id of the feature
 */
public record EffectiveChange(String feature, EffectiveOutcome before, EffectiveOutcome after) {

    /**
     * The features of the later snapshot's catalogue that resolve differently, in list order. Everything in a resolution
     * counts except its warnings: a different endpoint or timeout is a change, even if both outcomes look the same.
     */
    public static List<EffectiveChange> between(Snapshot before, Snapshot after) {
        var changes = new ArrayList<EffectiveChange>();
        for (Feature feature : after.catalogue().features()) {
            var known = before.catalogue().feature(feature.id());
            var earlier = FeatureResolver.resolve(before, known == null ? feature : known);
            var later = FeatureResolver.resolve(after, feature);
            if (!earlier.sameDecisionAs(later)) {
                changes.add(
                        new EffectiveChange(feature.id(), EffectiveOutcome.of(earlier), EffectiveOutcome.of(later)));
            }
        }
        return List.copyOf(changes);
    }

    /**
     * The summary of a resolution.
     *
     * @param model name of the model that serves the feature; null unless the feature is ready with a self-hosted model
     */
    public record EffectiveOutcome(Status status, @Nullable String model) {

        static EffectiveOutcome of(Resolution resolution) {
            var model = resolution.model();
            return new EffectiveOutcome(resolution.status(), model == null ? null : model.name());
        }
    }
}
