package dev.duoconfig.feature;

/** A feature whose choice changes because its model is deleted. */
public record ReassignedFeature(String feature, FeatureChoice before, FeatureChoice after) {}
