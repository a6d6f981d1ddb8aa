package dev.duoconfig.configuration;

import dev.duoconfig.model.ModelValues;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** A model without its API key. */
record PlannedModel(String name, String family, @Nullable String endpoint, String identifier, boolean hasApiKey) {

    static PlannedModel of(Snapshot.Model model) {
        return new PlannedModel(model.name(), model.family(), model.endpoint(), model.identifier(), model.hasApiKey());
    }

    /** @param present whether there is a key that stays if the values say nothing of one */
    static PlannedModel of(ModelValues values, boolean present) {
        var key = values.apiKey();
        return new PlannedModel(
                values.name(),
                values.family(),
                values.endpoint(),
                values.identifier(),
                key.keep() ? present : key.key() != null);
    }
}
