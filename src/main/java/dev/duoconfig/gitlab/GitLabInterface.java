package dev.duoconfig.gitlab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The part of a GitLab's GraphQL API that concerns self-hosted models, found by introspection: it differs between releases, and between
 * editions of the same release.
 *
 * @param fields the names of the fields of each object type; for feature settings also the paths of the fields of their objects,
 *     such as {@code gitlabModel.ref}
 * @param inputs the names of the fields of each input type, and whether the field is required
 * @param values the values of each enumeration, in upper case
 */
public record GitLabInterface(
        Map<String, Set<String>> fields, Map<String, Map<String, Boolean>> inputs, Map<String, Set<String>> values) {

    public static final String MODEL = "AiSelfHostedModel";
    public static final String FEATURE_SETTING = "AiFeatureSetting";
    public static final String GATEWAY = "DuoSettings";

    public static final String CREATE_MODEL = "AiSelfHostedModelCreateInput";
    public static final String UPDATE_MODEL = "AiSelfHostedModelUpdateInput";
    public static final String UPDATE_FEATURES = "AiFeatureSettingUpdateInput";
    public static final String UPDATE_GATEWAY = "DuoSettingsUpdateInput";

    public static final String FAMILIES = "AiAcceptedSelfHostedModels";
    public static final String FEATURES = "AiFeatures";
    public static final String PROVIDERS = "AiFeatureProviders";
    public static final String PLATFORMS = "AiSelfHostedModelProvider";

    /** The interface of GitLab 18.2, which every GitLab is expected to have that does not describe its own. */
    public static final GitLabInterface OLDEST = new GitLabInterface(
            Map.of(
                    MODEL, Set.of("id", "name", "model", "endpoint", "identifier", "hasApiToken"),
                    FEATURE_SETTING, Set.of("feature", "provider", "compatibleLlms", "selfHostedModel"),
                    GATEWAY, Set.of("aiGatewayUrl")),
            Map.of(
                    CREATE_MODEL, inputs("name!", "model!", "endpoint!", "identifier", "apiToken"),
                    UPDATE_MODEL, inputs("id!", "name!", "model!", "endpoint!", "identifier", "apiToken"),
                    UPDATE_FEATURES, inputs("features!", "provider!", "aiSelfHostedModelId"),
                    UPDATE_GATEWAY, inputs("aiGatewayUrl")),
            Map.of(
                    FAMILIES,
                    Set.of(
                            "CLAUDE_3",
                            "CODEGEMMA",
                            "CODELLAMA",
                            "CODESTRAL",
                            "DEEPSEEKCODER",
                            "GPT",
                            "LLAMA3",
                            "MISTRAL",
                            "MIXTRAL"),
                    FEATURES,
                    Set.of(
                            "CODE_GENERATIONS",
                            "CODE_COMPLETIONS",
                            "DUO_CHAT",
                            "DUO_CHAT_EXPLAIN_CODE",
                            "DUO_CHAT_WRITE_TESTS",
                            "DUO_CHAT_REFACTOR_CODE",
                            "DUO_CHAT_FIX_CODE",
                            "DUO_CHAT_TROUBLESHOOT_JOB",
                            "GENERATE_COMMIT_MESSAGE",
                            "SUMMARIZE_NEW_MERGE_REQUEST",
                            "DUO_CHAT_EXPLAIN_VULNERABILITY",
                            "RESOLVE_VULNERABILITY",
                            "SUMMARIZE_REVIEW",
                            "GLAB_ASK_GIT_COMMAND",
                            "DUO_CHAT_SUMMARIZE_COMMENTS"),
                    PROVIDERS,
                    Set.of("DISABLED", "VENDORED", "SELF_HOSTED")));

    private static final List<String> VENDORED_MODEL_OBJECTS = List.of("gitlabModel", "offeredModel");

    /** Whether objects of the type have the field. */
    public boolean has(String type, String field) {
        return fields.getOrDefault(type, Set.of()).contains(field);
    }

    /** Whether the input type has the field. */
    public boolean takes(String input, String field) {
        return inputs.getOrDefault(input, Map.of()).containsKey(field);
    }

    /** Whether the input type has the field, and requires a value. */
    public boolean requires(String input, String field) {
        return inputs.getOrDefault(input, Map.of()).getOrDefault(field, false);
    }

    /** Whether the enumeration has the value, in upper case. */
    public boolean knows(String enumeration, String value) {
        return values.getOrDefault(enumeration, Set.of()).contains(value);
    }

    /** Whether feature settings show GitLab's name of one of its own models. */
    public boolean showsVendoredModel() {
        return vendoredModelPath() != null;
    }

    /** The place in a feature setting of GitLab's name of one of its own models; null if it is not shown. */
    @Nullable
    List<String> vendoredModelPath() {
        if (has(FEATURE_SETTING, "offeredModelRef")) {
            return List.of("offeredModelRef");
        }
        return VENDORED_MODEL_OBJECTS.stream()
                .filter(object -> has(FEATURE_SETTING, object + ".ref"))
                .map(object -> List.of(object, "ref"))
                .findFirst()
                .orElse(null);
    }

    /** The fields of an input type; a name that ends in an exclamation mark is required. */
    private static Map<String, Boolean> inputs(String... names) {
        var fields = new HashMap<String, Boolean>();
        for (var name : names) {
            var required = name.endsWith("!");
            fields.put(required ? name.substring(0, name.length() - 1) : name, required);
        }
        return Map.copyOf(fields);
    }
}
