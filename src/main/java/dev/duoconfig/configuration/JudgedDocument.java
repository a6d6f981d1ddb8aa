package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.configuration.ConfigurationPlan.GatewayChange;
import dev.duoconfig.configuration.ConfigurationPlan.ModelChange;
import dev.duoconfig.configuration.ConfigurationPlan.ModelChanges;
import dev.duoconfig.feature.ChoiceChange;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.model.ModelsPlan;
import dev.duoconfig.resolve.EffectiveChange;
import dev.duoconfig.resolve.Snapshot;

/**
 * What a document that is valid comes to, compared with a configuration.
 *
 * @param stored the gateway's settings before
 * @param gateway the gateway's settings after
 * @param before the configuration before
 */
record JudgedDocument(
        GatewayValues stored,
        GatewayValues gateway,
        ModelsPlan models,
        List<ChoiceChange> choices,
        List<ConfigurationWarning> warnings,
        Snapshot before) {

    /** @param effectiveChanges what the changes do to the features */
    ConfigurationPlan plan(List<EffectiveChange> effectiveChanges) {
        return new ConfigurationPlan(
                gateway.equals(stored) ? null : new GatewayChange(stored, gateway),
                modelChanges(),
                choices,
                effectiveChanges,
                warnings);
    }

    /** Ids of all models, by name. */
    static Map<String, Long> ids(Snapshot snapshot) {
        var ids = new TreeMap<String, Long>();
        snapshot.models().values().forEach(model -> ids.put(model.name(), model.id()));
        return ids;
    }

    private ModelChanges modelChanges() {
        var create = new ArrayList<PlannedModel>();
        models.create().forEach(values -> create.add(PlannedModel.of(values, false)));
        var update = new ArrayList<ModelChange>();
        for (var change : models.update()) {
            var hadKey = change.before().hasApiKey();
            var key = change.values().apiKey();
            update.add(new ModelChange(
                    change.before().name(),
                    PlannedModel.of(change.before()),
                    PlannedModel.of(change.values(), hadKey),
                    !key.keep() && (key.key() != null || hadKey)));
        }
        return new ModelChanges(
                create, update, models.delete().stream().map(PlannedModel::of).toList());
    }
}
