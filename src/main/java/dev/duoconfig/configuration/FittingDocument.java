package dev.duoconfig.configuration;

import java.util.List;

/**
 * The part of a document from another system that can be stored here. A stored model that has the name of an ignored one is part
 * of it as it is, so that nothing is lost because of a model that does not fit.
 *
 * @param ignoredFeatures ids of the features whose choices do not fit
 */
record FittingDocument(
        ConfigurationDocument document, List<IgnoredModel> ignoredModels, List<String> ignoredFeatures) {}
