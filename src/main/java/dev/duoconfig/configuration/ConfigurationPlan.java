package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.ChoiceChange;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.resolve.EffectiveChange;
import org.jspecify.annotations.Nullable;

/**
 * What a document changes, as the API shows it.
 *
 * @param gateway null when nothing changes at the gateway
 */
record ConfigurationPlan(
        @Nullable GatewayChange gateway,
        ModelChanges models,
        List<ChoiceChange> features,
        List<EffectiveChange> effectiveChanges,
        List<ConfigurationWarning> warnings) {

    /** The settings of the gateway before and after. */
    record GatewayChange(GatewayValues before, GatewayValues after) {}

    /** The models that come, change and go, each by name. */
    record ModelChanges(List<PlannedModel> create, List<ModelChange> update, List<PlannedModel> delete) {}

    /** A model before and after. */
    record ModelChange(String name, PlannedModel before, PlannedModel after, boolean apiKeyChanged) {}

    /** Something that is stored but looks wrong. */
    record ConfigurationWarning(String code, String pointer, String detail) {

        static ConfigurationWarning from(ProblemError warning) {
            return new ConfigurationWarning(warning.code(), warning.pointer(), warning.detail());
        }
    }
}
