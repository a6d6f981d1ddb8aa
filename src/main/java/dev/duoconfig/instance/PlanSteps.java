package dev.duoconfig.instance;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.instance.GitLabPlanStep.Action;
import dev.duoconfig.instance.GitLabPlanStep.Outcome;
import org.jspecify.annotations.Nullable;

/** Steps as responses and audit events show them: never with an API key. */
final class PlanSteps {

    private PlanSteps() {}

    /** Planned steps, which have no outcome yet. */
    static List<GitLabPlanStep> planned(List<Step> steps) {
        return steps.stream().map(step -> step.accept(new View(null, null))).toList();
    }

    /** Steps of an apply, with their outcomes. */
    static List<GitLabPlanStep> made(List<StepResult> results) {
        return results.stream()
                .map(result -> result.step().accept(new View(result.outcome(), result.reason())))
                .toList();
    }

    private record View(@Nullable Outcome outcome, @Nullable String reason) implements Step.Visitor<GitLabPlanStep> {

        @Override
        public GitLabPlanStep setGateway(Step.SetGateway step) {
            return shown(
                    Action.SET_GATEWAY, "gateway", gateway(step.before(), step), gateway(step.after(), step), null);
        }

        @Override
        public GitLabPlanStep createModel(Step.CreateModel step) {
            return shown(Action.CREATE_MODEL, step.after().name(), null, model(step.after()), step.key());
        }

        @Override
        public GitLabPlanStep updateModel(Step.UpdateModel step) {
            return shown(
                    Action.UPDATE_MODEL, step.before().name(), model(step.before()), model(step.after()), step.key());
        }

        @Override
        public GitLabPlanStep setFeatures(Step.SetFeatures step) {
            var before = JsonNodeFactory.instance.objectNode();
            for (var i = 0; i < step.features().size(); i++) {
                before.set(step.features().get(i), setting(step.before().get(i)));
            }
            var after = setting(step.after());
            var features = after.putArray("features");
            step.features().forEach(features::add);
            return shown(Action.SET_FEATURES, String.join(", ", step.features()), before, after, null);
        }

        @Override
        public GitLabPlanStep deleteModel(Step.DeleteModel step) {
            return shown(Action.DELETE_MODEL, step.before().name(), model(step.before()), null, null);
        }

        private GitLabPlanStep shown(
                Action action,
                String subject,
                @Nullable ObjectNode before,
                @Nullable ObjectNode after,
                Step.@Nullable KeyTransfer key) {
            return new GitLabPlanStep(action, subject, before, after, key, outcome, reason);
        }

        /** Only the settings that change. */
        private static ObjectNode gateway(Step.GatewayState state, Step.SetGateway step) {
            var shown = JsonNodeFactory.instance.objectNode();
            if (step.after().url() != null) {
                shown.put("url", state.url());
            }
            if (step.after().requestTimeoutSeconds() != null) {
                shown.put("request_timeout_seconds", state.requestTimeoutSeconds());
            }
            if (step.after().agentPlatformUrl() != null) {
                shown.put("agent_platform_url", state.agentPlatformUrl());
            }
            return shown;
        }

        private static ObjectNode model(Step.ModelState model) {
            var shown = JsonNodeFactory.instance.objectNode();
            shown.put("name", model.name());
            shown.put("family", model.family());
            shown.put("endpoint", model.endpoint());
            shown.put("identifier", model.identifier());
            shown.put("provider", model.provider());
            shown.put("iam_role", model.iamRole());
            return shown;
        }

        private static ObjectNode setting(Step.FeatureState setting) {
            var shown = JsonNodeFactory.instance.objectNode();
            shown.put("provider", setting.provider());
            shown.put("model", setting.modelName());
            shown.put("vendored_model", setting.vendoredModel());
            return shown;
        }
    }
}
