package dev.duoconfig.resolve;

/**
 * What a change of the configuration did to one feature.
 *
 * @param feature id of the feature
 */
public record EffectiveChange(String feature, EffectiveOutcome before, EffectiveOutcome after) {}
