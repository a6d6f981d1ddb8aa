package dev.duoconfig.feature;

import java.util.LinkedHashMap;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.SplitFeatures;
import jakarta.enterprise.context.ApplicationScoped;

/** Stores the settings that new features get from the features that they were split from, with an audit event for each. */
@ApplicationScoped
class CopyOnSplit implements SplitFeatures {

    private final Features features;

    CopyOnSplit(Features features) {
        this.features = features;
    }

    @Override
    public void copySettings(PendingChange pending, Catalogue earlier, Catalogue later) {
        var before = pending.before();
        var choices = new LinkedHashMap<String, FeatureChoice>();
        for (var feature : later.features()) {
            var source = feature.copiedFrom();
            if (source != null && isNew(feature, earlier) && !hasSetting(feature, before)) {
                choices.put(feature.id(), FeatureChoice.of(before.setting(source)));
            }
        }
        features.apply(pending, choices);
    }

    private static boolean isNew(Feature feature, Catalogue earlier) {
        return earlier.feature(feature.id()) == null;
    }

    /** Whether an administrator has ever chosen something for the feature; unassigned is a choice too. */
    private static boolean hasSetting(Feature feature, Snapshot before) {
        return before.settings().containsKey(feature.id());
    }
}
