package dev.duoconfig.resolve;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Feature;

/** The resolutions of all features at one revision, computed once. */
public final class Resolutions {

    private final Map<String, Resolution> byFeature;

    private Resolutions(Map<String, Resolution> byFeature) {
        this.byFeature = byFeature;
    }

    public static Resolutions of(Snapshot snapshot) {
        return new Resolutions(snapshot.catalogue().features().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Feature::id, feature -> FeatureResolver.resolve(snapshot, feature))));
    }

    /** The resolution of a feature of the snapshot's catalogue. */
    public Resolution of(Feature feature) {
        return Objects.requireNonNull(byFeature.get(feature.id()), feature.id());
    }
}
