package dev.duoconfig.configuration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.duoconfig.model.ModelValues;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;

/** A model without its API key. */
record PlannedModel(@JsonUnwrapped Deployment deployment, boolean hasApiKey) {

    static PlannedModel of(Snapshot.Model model) {
        return new PlannedModel(model.deployment(), model.hasApiKey());
    }

    /**
     * The model that the values lead to.
     *
     * @param hadKey whether a key is stored, which is kept unless the values contain one
     */
    static PlannedModel of(ModelValues values, boolean hadKey) {
        var key = values.apiKey();
        return new PlannedModel(values.deployment(), key.keep() ? hadKey : key.key() != null);
    }
}
