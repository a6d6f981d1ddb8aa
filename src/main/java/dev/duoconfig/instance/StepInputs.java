package dev.duoconfig.instance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.instance.Step.KeyTransfer;
import org.jspecify.annotations.Nullable;

/** The inputs of GitLab's mutations for steps, with only the fields that the GitLab's interface has. */
record StepInputs(GitLabInterface offered) {

    Map<String, @Nullable Object> gateway(Step.SetGateway step) {
        var input = new LinkedHashMap<String, @Nullable Object>();
        putIfSet(input, "aiGatewayUrl", step.after().url());
        putIfSet(input, "aiGatewayTimeoutSeconds", step.after().requestTimeoutSeconds());
        putIfSet(input, "duoAgentPlatformServiceUrl", step.after().agentPlatformUrl());
        return input;
    }

    /** @param key the API key to send, or null */
    Map<String, @Nullable Object> create(Step.CreateModel step, @Nullable String key) {
        var input = model(GitLabInterface.CREATE_MODEL, step.after());
        putIfSet(input, "apiToken", key);
        return input;
    }

    /** @param key the API key to send, or null */
    Map<String, @Nullable Object> update(Step.UpdateModel step, @Nullable String key) {
        var input = model(GitLabInterface.UPDATE_MODEL, step.after());
        input.put("id", step.gitlabId());
        if (step.key() == KeyTransfer.REMOVED) {
            input.put("apiToken", "");
        }
        putIfSet(input, "apiToken", key);
        return input;
    }

    Map<String, @Nullable Object> features(List<String> features, Step.FeatureState setting, @Nullable String modelId) {
        var input = new LinkedHashMap<String, @Nullable Object>();
        input.put("features", features.stream().map(StepInputs::constant).toList());
        input.put("provider", constant(setting.provider()));
        if (offered.takes(GitLabInterface.UPDATE_FEATURES, "aiSelfHostedModelId")) {
            input.put("aiSelfHostedModelId", modelId);
        }
        if (offered.takes(GitLabInterface.UPDATE_FEATURES, "offeredModelRef")) {
            input.put("offeredModelRef", setting.vendoredModel());
        }
        return input;
    }

    private Map<String, @Nullable Object> model(String type, Step.ModelState model) {
        var input = new LinkedHashMap<String, @Nullable Object>();
        input.put("name", model.name());
        input.put("model", constant(model.family()));
        putIfTaken(input, type, "endpoint", model.endpoint());
        putIfTaken(input, type, "identifier", model.identifier());
        var provider = model.provider();
        putIfTaken(input, type, "provider", provider == null ? null : constant(provider));
        putIfTaken(input, type, "iamRole", model.iamRole());
        return input;
    }

    /** An update replaces all properties, so null is sent as well. */
    private void putIfTaken(Map<String, @Nullable Object> input, String type, String field, @Nullable Object value) {
        if (offered.takes(type, field)) {
            input.put(field, value);
        }
    }

    private static void putIfSet(Map<String, @Nullable Object> input, String field, @Nullable Object value) {
        if (value != null) {
            input.put(field, value);
        }
    }

    private static String constant(String id) {
        return id.toUpperCase(Locale.ROOT);
    }
}
