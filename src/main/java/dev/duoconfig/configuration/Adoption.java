package dev.duoconfig.configuration;

/**
 * The result of applying a document from another system.
 *
 * @param adopted the part of the document that was applied; the pointers in the plan point into it
 */
record Adoption(ConfigurationPlan plan, FittingDocument adopted) {}
