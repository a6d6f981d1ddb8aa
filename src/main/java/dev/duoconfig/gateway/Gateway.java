package dev.duoconfig.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.GatewayDetails;
import dev.duoconfig.resolve.LastCheck;
import dev.duoconfig.resolve.SentToGitLab;
import dev.duoconfig.resolve.Snapshot;
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
        @Nullable String agentPlatformUrl,
        boolean agentPlatformTls,
        boolean vendoredModelsAllowed,
        List<Warning> warnings,
        @Nullable LastCheck lastCheck,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {

    private static final int MAX_NAMED_FEATURES = 3;

    /** The warning about a write that makes the service give stored keys to another AI gateway. */
    private static final Warning KEYS_MOVED = new Warning(
            "api_key_for_another_server", "url", "The stored API keys will be given to a different AI gateway.");

    /** The settings of a complete snapshot. */
    static Gateway from(Snapshot snapshot) {
        return from(snapshot.gateway()).with(snapshot.checks().ofGateway().last());
    }

    /** The settings without their newest check, which {@link #with(LastCheck)} adds. */
    static Gateway from(Snapshot.Gateway settings) {
        var details = Objects.requireNonNull(settings.details());
        return new Gateway(
                settings.url(),
                source(settings.url(), details),
                settings.requestTimeoutSeconds(),
                settings.betaFeaturesEnabled(),
                TestingAgreement.from(details),
                details.outboundAllowlist(),
                details.agentPlatformUrl(),
                details.agentPlatformTls(),
                settings.vendoredModelsAllowed(),
                warnings(settings.url()),
                null,
                details.updatedAt(),
                details.updatedBy());
    }

    private static List<Warning> warnings(@Nullable String url) {
        return Stream.of(withQuery(url), GatewayPath.warning(url))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Warning withQuery(@Nullable String url) {
        return url == null || !url.contains("?")
                ? null
                : new Warning(
                        "url_with_query",
                        "url",
                        "The URL has a query, which is visible to every caller that can read the gateway.");
    }

    /**
     * The warning about a change of the AI gateway, which receives the stored keys of the models that it calls, or null.
     *
     * @param before the URL until then, or null
     * @param after the URL from then on, or null
     * @param keysKept whether a stored key is kept
     */
    static @Nullable Warning keysMoved(@Nullable String before, @Nullable String after, boolean keysKept) {
        return keysKept && after != null && !HttpUrl.haveSameOrigin(before, after) ? KEYS_MOVED : null;
    }

    /** The response to a write after which GitLab sends requests to its own models, although they are not allowed. */
    Gateway withSentToGitLab(Snapshot snapshot) {
        var warning = sentToGitLab(snapshot);
        return warning == null ? this : with(warning);
    }

    static @Nullable Warning sentToGitLab(Snapshot snapshot) {
        var sent = SentToGitLab.all(snapshot).stream()
                .filter(each -> !each.ruledOutByLicense())
                .map(each -> each.feature().id())
                .toList();
        return sent.isEmpty()
                ? null
                : new Warning(
                        "sends_to_gitlab",
                        "vendored_models_allowed",
                        ("GitLab's own models are not allowed, but GitLab sends requests to them, because no self-hosted model serves"
                                        + " %s. GET /diagnostics lists these features as sends_to_gitlab.")
                                .formatted(shortened(sent)));
    }

    private static String shortened(List<String> features) {
        var more = features.size() - MAX_NAMED_FEATURES;
        return features.stream().limit(MAX_NAMED_FEATURES).collect(Collectors.joining(", "))
                + (more > 0 ? " and %d more".formatted(more) : "");
    }

    /** The response to a write that made the service give stored keys to another AI gateway. */
    Gateway withKeysMoved() {
        return with(KEYS_MOVED);
    }

    /** The same settings in the response to a write, with one more warning than they have afterwards. */
    Gateway with(Warning added) {
        return with(Stream.concat(Stream.of(added), warnings.stream()).toList(), lastCheck);
    }

    Gateway with(@Nullable LastCheck check) {
        return with(warnings, check);
    }

    private Gateway with(List<Warning> newWarnings, @Nullable LastCheck newCheck) {
        return new Gateway(
                url,
                urlSource,
                requestTimeoutSeconds,
                betaFeaturesEnabled,
                testingAgreement,
                outboundAllowlist,
                agentPlatformUrl,
                agentPlatformTls,
                vendoredModelsAllowed,
                newWarnings,
                newCheck,
                updatedAt,
                updatedBy);
    }

    private static @Nullable UrlSource source(@Nullable String url, GatewayDetails details) {
        if (details.urlStored()) {
            return UrlSource.DATABASE;
        }
        return url == null ? null : UrlSource.ENVIRONMENT;
    }

    /** The origin of the gateway URL. */
    enum UrlSource {
        DATABASE,
        ENVIRONMENT
    }

    /** The acceptance of the GitLab Testing Agreement, recorded with the beta toggle. */
    record TestingAgreement(String acceptedBy, Instant acceptedAt) {

        static @Nullable TestingAgreement from(GatewayDetails details) {
            var by = details.testingAgreementAcceptedBy();
            var at = details.testingAgreementAcceptedAt();
            return by == null || at == null ? null : new TestingAgreement(by, at);
        }
    }
}
