package dev.duoconfig.resolve;

import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.catalogue.Feature;

/** Compares two snapshots by what they mean for the features. */
public final class EffectiveChanges {

    private EffectiveChanges() {}

    /**
     * The features of the later snapshot's catalogue that resolve differently, in list order. Everything in a resolution
     * counts but its warnings: another endpoint or timeout is a change, even where before and after read the same.
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
}
