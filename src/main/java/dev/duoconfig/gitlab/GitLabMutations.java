package dev.duoconfig.gitlab;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.joining;

/**
 * Changes the configuration of self-hosted models of a running GitLab. Each method is one call, whose input has the names of
 * GitLab's API. A method that throws may have made the change, or a part of it, unless the message says that GitLab refused it.
 */
public final class GitLabMutations {

    private static final String API_KEY = "apiToken";

    private final GitLabClient gitlab;
    private final Duration timeout;

    /** @param timeout the longest time for one call */
    public GitLabMutations(GitLabClient gitlab, Duration timeout) {
        this.gitlab = gitlab;
        this.timeout = timeout;
    }

    /**
     * Creates a model.
     *
     * @return its global id
     * @throws GitLabException if GitLab does not confirm the creation
     */
    public String createModel(Map<String, @Nullable Object> input) {
        var payload =
                run("aiSelfHostedModelCreate", GitLabInterface.CREATE_MODEL, "errors selfHostedModel { id }", input);
        var id = gitlab.name(payload.path("selfHostedModel"), "id");
        if (id == null) {
            throw GitLabException.lacks("aiSelfHostedModelCreate.selfHostedModel.id");
        }
        return id;
    }

    /**
     * Replaces the properties of a model. Without {@code apiToken} the model keeps its API key, and an empty one removes it.
     *
     * @throws GitLabException if GitLab does not confirm the change
     */
    public void updateModel(Map<String, @Nullable Object> input) {
        run("aiSelfHostedModelUpdate", GitLabInterface.UPDATE_MODEL, "errors", input);
    }

    /**
     * Deletes a model.
     *
     * @throws GitLabException if GitLab does not confirm the deletion
     */
    public void deleteModel(Map<String, @Nullable Object> input) {
        run("aiSelfHostedModelDelete", "AiSelfHostedModelDeleteInput", "errors", input);
    }

    /**
     * Gives several features the same setting. After an error of one of them, those before it have the setting.
     *
     * @throws GitLabException if GitLab does not confirm the change
     */
    public void setFeatures(Map<String, @Nullable Object> input) {
        run("aiFeatureSettingUpdate", GitLabInterface.UPDATE_FEATURES, "errors", input);
    }

    /**
     * Changes settings of the AI gateway.
     *
     * @throws GitLabException if GitLab does not confirm the change
     */
    public void setGateway(Map<String, @Nullable Object> input) {
        run("duoSettingsUpdate", GitLabInterface.UPDATE_GATEWAY, "errors", input);
    }

    private JsonNode run(String mutation, String type, String selection, Map<String, @Nullable Object> input) {
        var apiKey = input.get(API_KEY) instanceof String key && !key.isEmpty() ? key : null;
        var query = "mutation($input: " + type + "!) { " + mutation + "(input: $input) { " + selection + " } }";
        var variables = new HashMap<String, @Nullable Object>();
        variables.put("input", input);
        var payload = gitlab.mutate(query, variables, apiKey, timeout).path(mutation);
        if (!payload.path("errors").isArray()) {
            throw GitLabException.lacks(mutation + ".errors");
        }
        if (!payload.path("errors").isEmpty()) {
            throw GitLabException.refused(gitlab.quote(joined(payload.path("errors")), apiKey));
        }
        return payload;
    }

    private static String joined(JsonNode errors) {
        return StreamSupport.stream(errors.spliterator(), false)
                .map(error -> error.isTextual() ? error.textValue() : "(no message)")
                .collect(joining("; "));
    }
}
