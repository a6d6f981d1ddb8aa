package dev.duoconfig.model;

import java.util.List;
import java.util.Map;

import dev.duoconfig.resolve.Snapshot;

/**
 * What has to be done to the models.
 *
 * @param wanted all models that there shall be, by name
 * @param create those that are new, by name
 * @param update those that are not as they shall be, by name
 * @param delete those that shall go, by name
 */
public record ModelsPlan(
        Map<String, ModelValues> wanted, List<ModelValues> create, List<Update> update, List<Snapshot.Model> delete) {

    /** Whether nothing has to be done. */
    public boolean isEmpty() {
        return create.isEmpty() && update.isEmpty() && delete.isEmpty();
    }

    /** A model that is there, and what it shall be. */
    public record Update(Snapshot.Model before, ModelValues values) {}
}
