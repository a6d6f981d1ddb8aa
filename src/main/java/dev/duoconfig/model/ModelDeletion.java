package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.feature.ReassignedFeature;
import dev.duoconfig.resolve.EffectiveChange;

/** What the deletion of a model changes. */
record ModelDeletion(long id, String name, List<ReassignedFeature> features, List<EffectiveChange> effectiveChanges) {}
