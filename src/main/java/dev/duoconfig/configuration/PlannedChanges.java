package dev.duoconfig.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.configuration.ConfigurationPlan.GatewayChange;
import dev.duoconfig.configuration.ConfigurationPlan.ModelChange;
import dev.duoconfig.configuration.ConfigurationPlan.ModelChanges;
import dev.duoconfig.feature.ChoiceChange;
import dev.duoconfig.feature.FeatureReconciler;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.resolve.EffectiveChange;
import dev.duoconfig.resolve.Snapshot;

/** The difference between the models and choices of two snapshots. */
record PlannedChanges(ModelChanges models, List<ChoiceChange> choices) {

    /**
     * Compares two snapshots.
     *
     * @param keysChanged ids of the models whose API key was set or removed
     */
    static PlannedChanges between(Snapshot before, Snapshot after, Set<Long> keysChanged) {
        var created = missing(after, before).map(PlannedModel::of).toList();
        var deleted = missing(before, after).map(PlannedModel::of).toList();
        var updated = sorted(before)
                .flatMap(model -> Stream.ofNullable(after.models().get(model.id()))
                        .map(later -> change(model, later, keysChanged)))
                .filter(change -> change.apiKeyChanged() || !change.before().equals(change.after()))
                .toList();
        return new PlannedChanges(
                new ModelChanges(created, updated, deleted), FeatureReconciler.changes(before, after));
    }

    /** Converts to the form that the API shows. */
    ConfigurationPlan plan(
            GatewayValues before,
            GatewayValues after,
            List<EffectiveChange> effectiveChanges,
            List<ConfigurationWarning> warnings) {
        return new ConfigurationPlan(
                after.equals(before) ? null : new GatewayChange(before, after),
                models,
                choices,
                effectiveChanges,
                List.copyOf(warnings));
    }

    private static ModelChange change(Snapshot.Model before, Snapshot.Model after, Set<Long> keysChanged) {
        return new ModelChange(
                before.name(), PlannedModel.of(before), PlannedModel.of(after), keysChanged.contains(before.id()));
    }

    /** The models of one snapshot that are not in the other one, by name. */
    private static Stream<Snapshot.Model> missing(Snapshot here, Snapshot there) {
        return sorted(here).filter(model -> !there.models().containsKey(model.id()));
    }

    private static Stream<Snapshot.Model> sorted(Snapshot snapshot) {
        return snapshot.models().values().stream().sorted(Comparator.comparing(Snapshot.Model::name));
    }
}
