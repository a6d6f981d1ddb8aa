package dev.duoconfig.feature;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A valid choice for a feature. Audit events contain it too.
 *
 * @param modelId id of the model with {@link Provider#SELF_HOSTED}; null with any other provider
 * @param vendoredModel GitLab's name of the chosen model with {@link Provider#VENDORED}; null for GitLab's default and with
 *     any other provider
 */
public record FeatureChoice(
        Provider provider, @Nullable Long modelId, @Nullable String vendoredModel) {

    static final FeatureChoice UNASSIGNED = new FeatureChoice(Provider.UNASSIGNED, null, null);

    public static FeatureChoice of(Setting setting) {
        return new FeatureChoice(setting.provider(), setting.modelId(), setting.vendoredModel());
    }

    static FeatureChoice of(Snapshot.@Nullable Model model) {
        return model == null ? UNASSIGNED : new FeatureChoice(Provider.SELF_HOSTED, model.id(), null);
    }
}
