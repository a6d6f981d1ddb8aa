package dev.duoconfig.model;

import java.util.List;
import java.util.Map;

import dev.duoconfig.resolve.Snapshot;

/**
 * The planned changes of models.
 *
 * @param wanted all models of the planned configuration, by name
 * @param create the new models, ordered by name
 * @param update the models to change, ordered by name
 * @param delete the models to delete, ordered by name
 */
public record ModelsPlan(
        Map<String, ModelValues> wanted, List<ModelValues> create, List<Update> update, List<Snapshot.Model> delete) {

    /** Whether there are no changes. */
    public boolean isEmpty() {
        return create.isEmpty() && update.isEmpty() && delete.isEmpty();
    }

    /** A stored model and its new values. */
    public record Update(Snapshot.Model before, ModelValues values) {}
}
