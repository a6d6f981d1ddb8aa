package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.ChoiceChange;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.resolve.EffectiveChange;
import org.jspecify.annotations.Nullable;

/**
 * The changes that a document makes, as the API shows them.
 *
 * @param gateway null if the gateway does not change
 */
record ConfigurationPlan(
        @Nullable GatewayChange gateway,
        ModelChanges models,
        List<ChoiceChange> features,
        List<EffectiveChange> effectiveChanges,
        List<ConfigurationWarning> warnings) {

    /** The same plan with other warnings. */
    ConfigurationPlan withWarnings(List<ConfigurationWarning> other) {
        return new ConfigurationPlan(gateway, models, features, effectiveChanges, other);
    }

    /** The settings of the gateway before and after. */
    record GatewayChange(GatewayValues before, GatewayValues after) {}

    /** The models that are created, updated, and deleted, each sorted by name. */
    record ModelChanges(List<PlannedModel> create, List<ModelChange> update, List<PlannedModel> delete) {}

    /** A model before and after. */
    record ModelChange(String name, PlannedModel before, PlannedModel after, boolean apiKeyChanged) {}

    /** A value that is accepted but is probably a mistake. */
    record ConfigurationWarning(String code, String pointer, String detail) {

        static ConfigurationWarning from(ProblemError warning) {
            return new ConfigurationWarning(warning.code(), warning.pointer(), warning.detail());
        }
    }
}
