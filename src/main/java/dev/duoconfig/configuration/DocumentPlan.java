package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.configuration.ConfigurationPlan.GatewayChange;
import dev.duoconfig.configuration.ConfigurationPlan.ModelChange;
import dev.duoconfig.configuration.ConfigurationPlan.ModelChanges;
import dev.duoconfig.feature.ChoiceChange;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.model.ModelsPlan;
import dev.duoconfig.resolve.EffectiveChange;

/**
 * The difference between a valid document and the stored configuration.
 *
 * @param stored the gateway's settings before
 * @param gateway the gateway's settings after
 * @param namesGateway whether the gateway's URL is in the document, and not only what is stored
 */
record DocumentPlan(
        GatewayValues stored,
        GatewayValues gateway,
        boolean namesGateway,
        ModelsPlan models,
        List<ChoiceChange> choices,
        List<ConfigurationWarning> warnings) {

    /**
     * Converts to the form that the API shows.
     *
     * @param effectiveChanges the resulting changes of the features' effective models
     */
    ConfigurationPlan plan(List<EffectiveChange> effectiveChanges) {
        return new ConfigurationPlan(
                gateway.equals(stored) ? null : new GatewayChange(stored, gateway),
                modelChanges(),
                choices,
                effectiveChanges,
                warnings);
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
