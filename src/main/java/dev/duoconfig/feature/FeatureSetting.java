package dev.duoconfig.feature;

import java.time.Instant;
import java.util.List;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.catalogue.ReleaseState;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.resolve.Reason;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** A feature with its choice and its effective model, as the API returns it. */
record FeatureSetting(
        String feature,
        String title,
        String mainFeature,
        ReleaseState releaseState,
        boolean available,
        @Nullable Reason unavailableReason,
        @Nullable String fallbackFeature,
        List<String> compatibleFamilies,
        Provider provider,
        @Nullable String vendoredModel,
        @Nullable ModelReference model,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy,
        EffectiveModel effective) {

    static FeatureSetting from(Feature feature, Snapshot snapshot) {
        var setting = snapshot.setting(feature.id());
        var obstacle = Availability.obstacle(snapshot, feature);
        var model = setting.modelId() == null ? null : snapshot.models().get(setting.modelId());
        return new FeatureSetting(
                feature.id(),
                feature.title(),
                feature.mainFeature(),
                feature.releaseState(),
                obstacle == null,
                obstacle == null ? null : obstacle.reason(),
                feature.fallback(),
                feature.families(),
                setting.provider(),
                setting.vendoredModel(),
                ModelReference.from(model),
                setting.updatedAt(),
                setting.updatedBy(),
                EffectiveModel.from(FeatureResolver.resolve(snapshot, feature), snapshot.revision()));
    }
}
