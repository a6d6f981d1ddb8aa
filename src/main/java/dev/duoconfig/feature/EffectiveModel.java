package dev.duoconfig.feature;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Explanation;
import dev.duoconfig.resolve.Explanation.ResolutionStep;
import dev.duoconfig.resolve.Reason;
import dev.duoconfig.resolve.Resolution;
import dev.duoconfig.resolve.Status;
import dev.duoconfig.resolve.Warning;
import org.jspecify.annotations.Nullable;

/** The effective model of a feature, as the API returns it. */
record EffectiveModel(
        String feature,
        Status status,
        Reason reason,
        @Nullable String resolvedFrom,
        Provider provider,
        @Nullable String vendoredModel,
        @Nullable String gatewayUrl,
        int requestTimeoutSeconds,
        @Nullable ModelReference model,
        List<Warning> warnings,
        long revision,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ResolutionStep> trace) {

    static EffectiveModel from(Resolution resolution, long revision) {
        return from(resolution, revision, null);
    }

    static EffectiveModel from(Explanation explanation, long revision) {
        return from(explanation.resolution(), revision, explanation.trace());
    }

    private static EffectiveModel from(Resolution resolution, long revision, @Nullable List<ResolutionStep> trace) {
        return new EffectiveModel(
                resolution.feature(),
                resolution.status(),
                resolution.reason(),
                resolution.resolvedFrom(),
                resolution.provider(),
                resolution.vendoredModel(),
                resolution.gatewayUrl(),
                resolution.requestTimeoutSeconds(),
                ModelReference.from(resolution.model()),
                resolution.warnings(),
                revision,
                trace);
    }
}
