package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.feature.ReassignedFeature;
import dev.duoconfig.resolve.EffectiveChange;

/** The effects of deleting a model. */
record ModelDeletion(long id, String name, List<ReassignedFeature> features, List<EffectiveChange> effectiveChanges) {}
