package dev.duoconfig.configuration;

import java.util.List;

/**
 * The result of an import from GitLab.
 *
 * @param apiKeysToSet names of the models that have an API key in GitLab but not here
 * @param ignoredFeatures features whose choice was skipped because the catalogue lacks the feature or the provider
 */
record GitLabImport(ConfigurationPlan plan, List<String> apiKeysToSet, List<String> ignoredFeatures) {}
