package dev.duoconfig.feature;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A choice for a feature, with the model's name.
 *
 * @param model name of the model with {@link Provider#SELF_HOSTED}; null with any other provider
 * @param vendoredModel GitLab's name of the model with {@link Provider#VENDORED}; null for GitLab's default and with any other
 *     provider
 */
public record NamedChoice(
        Provider provider, @Nullable String model, @Nullable String vendoredModel) {

    public static final NamedChoice UNASSIGNED = new NamedChoice(Provider.UNASSIGNED, null, null);

    /** The choice for a feature in a snapshot. */
    public static NamedChoice of(String feature, Snapshot snapshot) {
        var setting = snapshot.setting(feature);
        var model = setting.modelId() == null ? null : snapshot.models().get(setting.modelId());
        return new NamedChoice(setting.provider(), model == null ? null : model.name(), setting.vendoredModel());
    }
}
