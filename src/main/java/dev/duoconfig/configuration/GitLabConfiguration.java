package dev.duoconfig.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.gitlab.GitLabReader;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The configuration of a running GitLab as a document. */
final class GitLabConfiguration {

    /** The host in the endpoint that GitLab stores for each model on Bedrock, because its endpoints cannot be empty. */
    private static final String BEDROCK_PLACEHOLDER = "bedrockselfhostedmodel.com";

    /** The platforms that GitLab names in {@code provider}, which need no prefix there. */
    private static final Map<String, Platform> PROVIDERS =
            Map.of("bedrock", Platform.BEDROCK, "vertex_ai", Platform.VERTEX_AI);

    private GitLabConfiguration() {}

    /**
     * Reads the configuration, or ends the request with a 422, 502, or 504.
     *
     * @param timeout the longest time for all responses together
     */
    static ConfigurationDocument fetch(GitLabClient gitlab, Duration timeout) {
        var limits = new GitLabReader.Limits(
                timeout, timeout, ConfigurationDocument.MAX_MODELS, ConfigurationDocument.MAX_FEATURES);
        try {
            return document(new GitLabReader(gitlab, limits).readWithGaps());
        } catch (GitLabException e) {
            throw switch (e.fault()) {
                case BLOCKED -> ApiException.invalid(List.of(new ProblemError("/url", "url-forbidden", e.detail())));
                case TIMED_OUT -> new ApiException(ProblemType.GITLAB_TIMEOUT, e.detail());
                case UNREACHABLE, REFUSED_TOKEN, RATE_LIMITED, REFUSED, REPORTED, FAILED ->
                    new ApiException(ProblemType.GITLAB_FAILED, e.detail());
            };
        }
    }

    private static ConfigurationDocument document(GitLabState state) {
        return new ConfigurationDocument(
                gateway(state.gateway()),
                state.models().stream().map(GitLabConfiguration::model).toList(),
                state.features().stream()
                        .filter(setting -> !setting.provider().isEmpty()
                                && !setting.provider().equals("unassigned"))
                        .map(GitLabConfiguration::feature)
                        .toList());
    }

    private static GatewayRequest gateway(GitLabState.Gateway gateway) {
        return new GatewayRequest(
                gateway.url(), gateway.timeoutSeconds(), null, null, gateway.agentPlatformUrl(), null, null);
    }

    private static ConfigurationModel model(GitLabState.Model model) {
        return new ConfigurationModel(
                nullIfEmpty(model.name()),
                nullIfEmpty(model.family()),
                endpoint(model.endpoint()),
                identifier(model.identifier(), model.provider()),
                model.iamRole(),
                JsonNullable.of(Boolean.TRUE.equals(model.hasApiKey())),
                JsonNullable.undefined());
    }

    private static ConfigurationFeature feature(GitLabState.FeatureSetting setting) {
        return new ConfigurationFeature(
                nullIfEmpty(setting.feature()),
                JsonNullable.of(setting.provider()),
                setting.provider().equals("self_hosted") ? setting.modelName() : null,
                setting.provider().equals("vendored") ? setting.vendoredModel() : null);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The endpoint; null for the placeholder that GitLab stores for models on Bedrock. */
    private static @Nullable String endpoint(@Nullable String text) {
        try {
            return text == null || text.isBlank() || HttpUrl.parse(text).host().equals(BEDROCK_PLACEHOLDER)
                    ? null
                    : text;
        } catch (HttpUrlException e) {
            return text;
        }
    }

    /**
     * The identifier with a platform: the one of the provider, or the one that the AI gateway adds to an identifier without a
     * slash.
     *
     * @param provider null if GitLab does not have it
     */
    private static @Nullable String identifier(@Nullable String text, @Nullable String provider) {
        if (text == null || text.isBlank()) {
            return text;
        }
        var platform = provider == null ? null : PROVIDERS.get(provider);
        if (platform != null) {
            var named = Platform.ofIdentifier(text.strip());
            return named.isEmpty() || named.get() == Platform.OTHER ? platform.prefix() + text.strip() : text;
        }
        return text.contains("/") ? text : Platform.VLLM.prefix() + text.strip();
    }
}
