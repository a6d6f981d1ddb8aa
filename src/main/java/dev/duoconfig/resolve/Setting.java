package dev.duoconfig.resolve;

import java.time.Instant;

import dev.duoconfig.catalogue.Provider;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's choice for a feature.
 *
 * @param modelId id of the chosen model with {@link Provider#SELF_HOSTED}; null with every other provider
 * @param revision the configuration's revision at the last change of this setting
 * @param vendoredModel GitLab's name of the chosen model with {@link Provider#VENDORED}; null for GitLab's default and with
 *     every other provider
 */
public record Setting(
        Provider provider,
        @Nullable Long modelId,
        long revision,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy,
        @Nullable String vendoredModel) {

    /** A setting that does not name one of GitLab's own models. */
    public Setting(
            Provider provider,
            @Nullable Long modelId,
            long revision,
            @Nullable Instant updatedAt,
            @Nullable String updatedBy) {
        this(provider, modelId, revision, updatedAt, updatedBy, null);
    }

    /**
     * Refuses a provider and a model that do not go together.
     *
     * @throws IllegalArgumentException if self_hosted comes without a model, or another provider with a model
     */
    public Setting {
        if ((provider == Provider.SELF_HOSTED) != (modelId != null)) {
            throw new IllegalArgumentException(
                    "A setting names a model if and only if its provider is self_hosted, not: " + provider.id());
        }
        if (vendoredModel != null && provider != Provider.VENDORED) {
            throw new IllegalArgumentException(
                    "A setting names one of GitLab's own models only if its provider is vendored, not: "
                            + provider.id());
        }
    }

    /** Whether nothing is chosen. */
    public boolean unassigned() {
        return provider == Provider.UNASSIGNED;
    }
}
