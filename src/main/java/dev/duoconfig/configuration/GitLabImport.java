package dev.duoconfig.configuration;

import java.util.List;

/**
 * The result of an import from GitLab.
 *
 * @param apiKeysToSet names of the models that have an API key in GitLab but not here
 * @param ignoredModels models that cannot be stored here
 * @param ignoredFeatures features whose choice was skipped because the catalogue lacks the feature or the provider, or because
 *     the model is ignored or not supported
 */
record GitLabImport(
        ConfigurationPlan plan,
        List<String> apiKeysToSet,
        List<IgnoredModel> ignoredModels,
        List<String> ignoredFeatures) {}
