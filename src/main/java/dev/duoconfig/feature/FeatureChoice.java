package dev.duoconfig.feature;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A valid choice for a feature. Audit events contain it too.
 *
 * @param modelId id of the model with {@link Provider#SELF_HOSTED}; null with any other provider
 */
public record FeatureChoice(Provider provider, @Nullable Long modelId) {

    static final FeatureChoice UNASSIGNED = new FeatureChoice(Provider.UNASSIGNED, null);

    static FeatureChoice of(Snapshot.Setting setting) {
        return new FeatureChoice(setting.provider(), setting.modelId());
    }

    static FeatureChoice of(Snapshot.@Nullable Model model) {
        return model == null ? UNASSIGNED : new FeatureChoice(Provider.SELF_HOSTED, model.id());
    }
}
