package dev.duoconfig.gateway;

import java.time.Instant;
import java.util.List;

import dev.duoconfig.resolve.Warning;
import org.jspecify.annotations.Nullable;

/** The gateway settings that apply, as the API returns them. */
record Gateway(
        @Nullable String url,
        @Nullable UrlSource urlSource,
        int requestTimeoutSeconds,
        boolean betaFeaturesEnabled,
        @Nullable TestingAgreement testingAgreement,
        List<String> outboundAllowlist,
        List<Warning> warnings,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {

    static Gateway from(GatewayEntity entity) {
        return new Gateway(
                entity.effectiveUrl(),
                source(entity),
                entity.requestTimeoutSeconds,
                entity.betaFeaturesEnabled,
                TestingAgreement.from(entity),
                List.of(entity.outboundAllowlist),
                warnings(entity.effectiveUrl()),
                entity.updatedAt,
                entity.updatedBy);
    }

    private static List<Warning> warnings(@Nullable String url) {
        return url == null || !url.contains("?")
                ? List.of()
                : List.of(new Warning(
                        "url_with_query",
                        "url",
                        "The URL has a query, which is visible to every caller that can read the gateway."));
    }

    private static @Nullable UrlSource source(GatewayEntity entity) {
        if (entity.url != null) {
            return UrlSource.DATABASE;
        }
        return entity.environmentUrl != null ? UrlSource.ENVIRONMENT : null;
    }

    /** The origin of the gateway URL. */
    enum UrlSource {
        DATABASE,
        ENVIRONMENT
    }

    /** The acceptance of the GitLab Testing Agreement, recorded with the beta toggle. */
    record TestingAgreement(String acceptedBy, Instant acceptedAt) {

        static @Nullable TestingAgreement from(GatewayEntity entity) {
            var by = entity.testingAgreementAcceptedBy;
            var at = entity.testingAgreementAcceptedAt;
            return by == null || at == null ? null : new TestingAgreement(by, at);
        }
    }
}
