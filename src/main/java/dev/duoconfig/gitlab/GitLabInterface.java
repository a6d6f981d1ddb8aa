package dev.duoconfig.gitlab;

import java.util.Map;
import java.util.Set;

/**
 * What a GitLab's GraphQL API offers for self-hosted models, found by introspection: it differs between releases, and between
 * editions of the same release.
 *
 * @param fields the names of the fields of each object type
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
}
