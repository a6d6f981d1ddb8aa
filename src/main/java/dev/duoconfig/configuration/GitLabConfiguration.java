package dev.duoconfig.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.http.ApiException;
import dev.duoconfig.http.ProblemError;
import dev.duoconfig.http.ProblemType;
import dev.duoconfig.http.QueryParameters;
import dev.duoconfig.outbound.Allowlist;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.OutboundAnswer;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.Trust;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** Reads what a running GitLab has configured, over its GraphQL API. */
final class GitLabConfiguration {

    private static final Duration LONGEST_CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** More pages than any GitLab has; one that never ends its list is not followed for ever. */
    private static final int MOST_PAGES = 100;

    private static final String MODELS = "query($after: String) { aiSelfHostedModels(first: 100, after: $after) {"
            + " nodes { name model endpoint identifier hasApiToken } pageInfo { hasNextPage endCursor } } }";
    private static final String FEATURES = "query($after: String) { aiFeatureSettings(first: 100, after: $after) {"
            + " nodes { feature provider selfHostedModel { name } } pageInfo { hasNextPage endCursor } } }";
    private static final String GATEWAY = "query { duoSettings { aiGatewayUrl } }";

    private final HttpUrl gitlab;
    private final String token;
    private final long deadline;
    private final Allowlist allowlist;
    private final OutboundClient client;
    private final ObjectMapper json;

    /** @param timeout the longest wait for all answers together */
    GitLabConfiguration(
            HttpUrl gitlab,
            String token,
            Duration timeout,
            Allowlist allowlist,
            OutboundClient client,
            ObjectMapper json) {
        this.gitlab = gitlab;
        this.token = token;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.allowlist = allowlist;
        this.client = client;
        this.json = json;
    }

    /** What there is, or the end of the request with a 422, 502 or 504. */
    Found fetch() {
        var models = new ArrayList<ConfigurationModel>();
        for (var node : all(MODELS, "aiSelfHostedModels")) {
            models.add(new ConfigurationModel(
                    text(node, "name"),
                    lower(text(node, "model")),
                    text(node, "endpoint"),
                    text(node, "identifier"),
                    node.path("hasApiToken").asBoolean(),
                    JsonNullable.undefined()));
        }
        var features = new ArrayList<ConfigurationFeature>();
        for (var node : all(FEATURES, "aiFeatureSettings")) {
            var provider = lower(text(node, "provider"));
            if (provider != null && !provider.equals("unassigned")) {
                features.add(new ConfigurationFeature(
                        lower(text(node, "feature")),
                        provider,
                        provider.equals("self_hosted") ? text(node.path("selfHostedModel"), "name") : null));
            }
        }
        var duoSettings = query(GATEWAY, null).path("duoSettings");
        return new Found(text(duoSettings, "aiGatewayUrl"), models, features);
    }

    private List<JsonNode> all(String query, String field) {
        var nodes = new ArrayList<JsonNode>();
        String after = null;
        for (var page = 0; page < MOST_PAGES; page++) {
            var connection = query(query, after).path(field);
            if (!connection.path("nodes").isArray()) {
                throw failed("GitLab's answer lacks " + field + ". The token must be that of an administrator.");
            }
            connection.path("nodes").forEach(nodes::add);
            after = text(connection.path("pageInfo"), "endCursor");
            if (!connection.path("pageInfo").path("hasNextPage").asBoolean() || after == null) {
                return nodes;
            }
        }
        throw failed("GitLab's list of " + field + " does not end.");
    }

    private JsonNode query(String query, @Nullable String after) {
        var answer = send(query, after);
        var status = answer.status();
        if (status == 401 || status == 403) {
            throw failed("GitLab refused the token with " + status
                    + ". It must be a valid token of an administrator, with the scope read_api.");
        }
        if (status != 200) {
            throw failed("GitLab answered with " + status + ". Is the URL that of a GitLab?");
        }
        try {
            var body = json.readTree(answer.body());
            var errors = body.path("errors");
            if (!errors.isMissingNode() && !errors.isEmpty()) {
                throw failed("GitLab answered with an error: "
                        + quote(errors.path(0).path("message").asText()));
            }
            return body.path("data");
        } catch (JsonProcessingException garbage) {
            throw failed("GitLab did not answer with JSON. Is the URL that of a GitLab?");
        }
    }

    private OutboundAnswer send(String query, @Nullable String after) {
        var variables = new HashMap<String, @Nullable String>();
        variables.put("after", after);
        var left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        try {
            return client.send(new OutboundRequest(
                    "POST",
                    gitlab.resolve("/api/graphql"),
                    Map.of(
                            "Authorization", "Bearer " + token,
                            "Content-Type", "application/json",
                            "Accept", "application/json"),
                    json.writeValueAsString(Map.of("query", query, "variables", variables)),
                    left.compareTo(LONGEST_CONNECT_TIMEOUT) < 0 ? left : LONGEST_CONNECT_TIMEOUT,
                    left,
                    allowlist,
                    Trust.ADMINISTRATOR));
        } catch (OutboundException failed) {
            throw switch (failed.fault()) {
                case BLOCKED ->
                    ApiException.invalid(List.of(new ProblemError("/url", "url-forbidden", blocked(failed))));
                case CONNECT_TIMEOUT, TIMEOUT ->
                    new ApiException(ProblemType.GITLAB_TIMEOUT, "GitLab: " + failed.detail());
                default -> failed("GitLab: " + failed.detail());
            };
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String blocked(OutboundException failed) {
        return failed.allowlistEntry()
                .map(entry -> failed.detail() + " as " + entry + ".")
                .orElse(failed.detail());
    }

    private static ApiException failed(String detail) {
        return new ApiException(ProblemType.GITLAB_FAILED, detail);
    }

    /** The text is another server's: the token is taken out, should it be echoed. */
    private String quote(String message) {
        return QueryParameters.shown(message.replace(token, "[redacted]"));
    }

    private static @Nullable String text(JsonNode node, String property) {
        var value = node.path(property);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw failed("GitLab's answer has a " + property + " that is not a text.");
        }
        return value.textValue();
    }

    private static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    /**
     * What a GitLab has configured.
     *
     * @param gatewayUrl the AI gateway's; null when it has none
     */
    record Found(@Nullable String gatewayUrl, List<ConfigurationModel> models, List<ConfigurationFeature> features) {}
}
