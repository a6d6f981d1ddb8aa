package dev.duoconfig.model;

import java.util.Comparator;
import java.util.List;

import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.ReleaseState;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;

/**
 * A model family as the API returns it.
 *
 * @param offered whether models can be assigned to this family now
 * @param features ids of the features that models of this family can serve
 */
record ModelFamily(String id, String name, ReleaseState releaseState, boolean offered, List<String> features) {

    /** All families, with offered families first. */
    static List<ModelFamily> all(Snapshot snapshot) {
        return snapshot.catalogue().families().stream()
                .map(family -> from(family, snapshot))
                .sorted(Comparator.comparing(family -> !family.offered()))
                .toList();
    }

    private static ModelFamily from(Family family, Snapshot snapshot) {
        var features = snapshot.catalogue().features().stream()
                .filter(feature -> feature.supports(family.id()))
                .map(Feature::id)
                .toList();
        return new ModelFamily(
                family.id(),
                family.name(),
                family.releaseState(),
                Availability.familyOffered(snapshot, family.id()),
                features);
    }
}
