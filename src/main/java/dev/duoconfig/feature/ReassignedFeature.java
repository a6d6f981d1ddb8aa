package dev.duoconfig.feature;

/** A feature whose choice changes because its model goes. */
public record ReassignedFeature(String feature, FeatureChoice before, FeatureChoice after) {}
