package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The planned changes of models.
 *
 * @param wanted all models of the planned configuration, by the stored name, or by the normal form of a new name
 * @param create the new models, ordered by name
 * @param update the models to change, ordered by name
 * @param delete the models to delete, ordered by name
 */
public record ModelsPlan(
        Map<String, Wanted> wanted, List<ModelValues> create, List<Update> update, List<Snapshot.Model> delete) {

    /** Whether there are no changes. */
    public boolean isEmpty() {
        return create.isEmpty() && update.isEmpty() && delete.isEmpty();
    }

    /** A snapshot in which the stored models already have their planned names, and are otherwise unchanged. */
    public Snapshot renamed(Snapshot snapshot) {
        var renamed = new ArrayList<Snapshot.Model>();
        for (var change : update) {
            var before = change.before();
            var name = change.values().deployment().name();
            if (!before.name().equals(name)) {
                var deployment = new Deployment(
                        name,
                        before.family(),
                        before.endpoint(),
                        before.identifier(),
                        before.deployment().iamRole());
                renamed.add(new Snapshot.Model(before.id(), deployment, before.apiKey(), before.details()));
            }
        }
        return renamed.isEmpty() ? snapshot : snapshot.withModels(renamed);
    }

    /**
     * A model of the planned configuration.
     *
     * @param index its place in the document
     * @param stored the stored model that it replaces; null if it is new
     */
    public record Wanted(int index, ModelValues values, Snapshot.@Nullable Model stored) {

        /** Whether the stored key stays. */
        public boolean keepsKey() {
            return values.apiKey().keep() && stored != null && stored.hasApiKey();
        }

        /** Whether the model has an API key afterwards. */
        public boolean hasKey() {
            return values.apiKey().keep() ? keepsKey() : values.apiKey().key() != null;
        }
    }

    /** A stored model and its new values. */
    public record Update(Snapshot.Model before, ModelValues values) {}
}
