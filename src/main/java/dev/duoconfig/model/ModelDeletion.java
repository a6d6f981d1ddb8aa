package dev.duoconfig.model;

import dev.duoconfig.feature.ReassignedFeature;
import dev.duoconfig.resolve.EffectiveChange;
import java.util.List;

/** What the deletion of a model changes. */
record ModelDeletion(
        long id, String name, List<ReassignedFeature> features, List<EffectiveChange> effectiveChanges) {}
