package dev.duoconfig.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** Reads the self-hosted models and feature settings of a running GitLab through its GraphQL API. */
final class GitLabConfiguration {

    /** More pages than any GitLab has. Ends the reading of an endless list. */
    private static final int MAX_PAGES = 100;

    /** The host in the endpoint that GitLab stores for each model on Bedrock, because its endpoints cannot be empty. */
    private static final String BEDROCK_PLACEHOLDER = "bedrockselfhostedmodel.com";

    private static final String MODELS = "query($after: String) { aiSelfHostedModels(first: 100, after: $after) {"
            + " nodes { name model endpoint identifier hasApiToken%s } pageInfo { hasNextPage endCursor } } }";
    private static final String FEATURES = "query($after: String) { aiFeatureSettings(first: 100, after: $after) {"
            + " nodes { feature provider selfHostedModel { name }%s } pageInfo { hasNextPage endCursor } } }";
    private static final String GATEWAY = "query { duoSettings { aiGatewayUrl%s } }";

    /** The platforms that GitLab names in {@code provider}, which need no prefix there. */
    private static final Map<String, Platform> PROVIDERS =
            Map.of("bedrock", Platform.BEDROCK, "vertex_ai", Platform.VERTEX_AI);

    private final GitLabClient gitlab;
    private final long deadline;

    /**
     * Creates a reader; the timeout starts now.
     *
     * @param timeout the maximum time for all responses together
     */
    GitLabConfiguration(GitLabClient gitlab, Duration timeout) {
        this.gitlab = gitlab;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Reads the configuration, or ends the request with a 422, 502, or 504. */
    Found fetch() {
        try {
            return fetchAll();
        } catch (GitLabException e) {
            throw switch (e.fault()) {
                case BLOCKED -> ApiException.invalid(List.of(new ProblemError("/url", "url-forbidden", e.detail())));
                case TIMED_OUT -> new ApiException(ProblemType.GITLAB_TIMEOUT, e.detail());
                case FAILED -> new ApiException(ProblemType.GITLAB_FAILED, e.detail());
            };
        }
    }

    private Found fetchAll() {
        var schema = schema();
        var models = new ArrayList<ConfigurationModel>();
        forEachNode(
                MODELS.formatted(schema.model("provider", "iamRole")),
                "aiSelfHostedModels",
                ConfigurationDocument.MAX_MODELS,
                node -> models.add(model(node)));
        var features = new ArrayList<ConfigurationFeature>();
        forEachNode(
                FEATURES.formatted(schema.vendoredModel()),
                "aiFeatureSettings",
                ConfigurationDocument.MAX_FEATURES,
                node -> {
                    var provider = lowerCase(gitlab.text(node, "provider"));
                    if (provider != null && !provider.equals("unassigned")) {
                        features.add(feature(node, provider, schema));
                    }
                });
        return new Found(gateway(schema), models, features);
    }

    /** What the GitLab's API has. One that refuses introspection, or does not answer with a schema, is asked as the oldest one. */
    private GitLabSchema schema() {
        try {
            return GitLabSchema.of(query(GitLabSchema.QUERY, null));
        } catch (GitLabException e) {
            if (e.fault() == GitLabException.Fault.FAILED) {
                return GitLabSchema.OLDEST;
            }
            throw e;
        }
    }

    private ConfigurationModel model(JsonNode node) {
        return new ConfigurationModel(
                gitlab.text(node, "name"),
                lowerCase(gitlab.text(node, "model")),
                endpoint(gitlab.text(node, "endpoint")),
                identifier(gitlab.text(node, "identifier"), lowerCase(gitlab.text(node, "provider"))),
                gitlab.text(node, "iamRole"),
                JsonNullable.of(node.path("hasApiToken").asBoolean()),
                JsonNullable.undefined());
    }

    private ConfigurationFeature feature(JsonNode node, String provider, GitLabSchema schema) {
        var vendored = schema.vendoredModelIn(node);
        return new ConfigurationFeature(
                lowerCase(gitlab.text(node, "feature")),
                JsonNullable.of(provider),
                provider.equals("self_hosted") ? gitlab.text(node.path("selfHostedModel"), "name") : null,
                provider.equals("vendored") ? gitlab.text(vendored.node(), vendored.property()) : null);
    }

    private FoundGateway gateway(GitLabSchema schema) {
        var query = GATEWAY.formatted(schema.gateway("aiGatewayTimeoutSeconds", "duoAgentPlatformServiceUrl"));
        var duoSettings = query(query, null).path("duoSettings");
        if (!duoSettings.has("aiGatewayUrl")) {
            throw GitLabException.lacks("duoSettings.aiGatewayUrl");
        }
        return new FoundGateway(
                gitlab.text(duoSettings, "aiGatewayUrl"),
                seconds(duoSettings.path("aiGatewayTimeoutSeconds")),
                gitlab.text(duoSettings, "duoAgentPlatformServiceUrl"));
    }

    private static @Nullable Integer seconds(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw GitLabException.failed(
                    "GitLab's response has an aiGatewayTimeoutSeconds that is not a number of seconds.");
        }
        return value.intValue();
    }

    /** Reads the pages of a list one by one, and keeps none of them. */
    private void forEachNode(String query, String field, int max, Consumer<JsonNode> action) {
        var left = max;
        String after = null;
        for (var page = 0; page < MAX_PAGES; page++) {
            var connection = query(query, after).path(field);
            if (!connection.path("nodes").isArray()) {
                throw GitLabException.lacks(field);
            }
            left -= connection.path("nodes").size();
            if (left < 0) {
                throw GitLabException.failed("GitLab's list of " + field + " has more than " + max + " entries.");
            }
            connection.path("nodes").forEach(action);
            var pages = connection.path("pageInfo");
            if (!pages.path("hasNextPage").isBoolean()) {
                throw GitLabException.lacks(field + ".pageInfo");
            }
            if (!pages.path("hasNextPage").booleanValue()) {
                return;
            }
            after = gitlab.text(pages, "endCursor");
            if (after == null) {
                throw GitLabException.lacks(field + ".pageInfo.endCursor");
            }
        }
        throw GitLabException.failed("GitLab's list of " + field + " has more than " + MAX_PAGES + " pages.");
    }

    private JsonNode query(String query, @Nullable String after) {
        var variables = new HashMap<String, @Nullable String>();
        variables.put("after", after);
        return gitlab.query(query, variables, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
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

    private static @Nullable String lowerCase(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    /** The configuration of a GitLab. */
    record Found(FoundGateway gateway, List<ConfigurationModel> models, List<ConfigurationFeature> features) {

        /** The configuration as a document. */
        ConfigurationDocument document() {
            return new ConfigurationDocument(gateway.request(), List.copyOf(models), List.copyOf(features));
        }
    }

    /**
     * The settings of a GitLab for its AI gateway.
     *
     * @param url null if it has none
     * @param timeoutSeconds null if it has none
     * @param agentPlatformUrl host and port of the Agent Platform's service; null if it has none
     */
    record FoundGateway(
            @Nullable String url,
            @Nullable Integer timeoutSeconds,
            @Nullable String agentPlatformUrl) {

        GatewayRequest request() {
            return new GatewayRequest(url, timeoutSeconds, null, null, agentPlatformUrl, null, null);
        }
    }
}
