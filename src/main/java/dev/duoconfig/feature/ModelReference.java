package dev.duoconfig.feature;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** A model as it is shown in other resources. */
record ModelReference(
        long id,
        String name,
        String family,
        @Nullable Platform platform,
        @Nullable String endpoint,
        String identifier,
        boolean hasApiKey) {

    static @Nullable ModelReference from(Snapshot.@Nullable Model model) {
        return model == null
                ? null
                : new ModelReference(
                        model.id(),
                        model.name(),
                        model.family(),
                        model.platform(),
                        model.endpoint(),
                        model.identifier(),
                        model.hasApiKey());
    }
}
