package dev.duoconfig.feature;

/**
 * A choice before and after.
 *
 * @param feature id of the feature
 */
public record ChoiceChange(String feature, NamedChoice before, NamedChoice after) {}
