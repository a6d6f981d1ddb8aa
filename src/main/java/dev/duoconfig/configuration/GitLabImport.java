package dev.duoconfig.configuration;

import java.util.List;

/**
 * What was taken over from a GitLab.
 *
 * @param apiKeysToSet names of the models that have an API key there and none here
 * @param ignoredFeatures what GitLab has a choice for that the catalogue does not know or offer
 */
record GitLabImport(ConfigurationPlan plan, List<String> apiKeysToSet, List<String> ignoredFeatures) {}
