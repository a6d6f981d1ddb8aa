package dev.duoconfig.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

import static dev.duoconfig.gitlab.GitLabClient.text;

/** Reads what a running GitLab has configured, over its GraphQL API. */
final class GitLabConfiguration {

    /** More pages than any GitLab has; one that never ends its list is not followed for ever. */
    private static final int MAX_PAGES = 100;

    private static final String MODELS = "query($after: String) { aiSelfHostedModels(first: 100, after: $after) {"
            + " nodes { name model endpoint identifier hasApiToken } pageInfo { hasNextPage endCursor } } }";
    private static final String FEATURES = "query($after: String) { aiFeatureSettings(first: 100, after: $after) {"
            + " nodes { feature provider selfHostedModel { name } } pageInfo { hasNextPage endCursor } } }";
    private static final String GATEWAY = "query { duoSettings { aiGatewayUrl } }";

    private final GitLabClient gitlab;
    private final long deadline;

    /** @param timeout the longest wait for all answers together */
    GitLabConfiguration(GitLabClient gitlab, Duration timeout) {
        this.gitlab = gitlab;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** What there is, or the end of the request with a 422, 502 or 504. */
    Found fetch() {
        try {
            return found();
        } catch (GitLabException e) {
            throw switch (e.fault()) {
                case BLOCKED -> ApiException.invalid(List.of(new ProblemError("/url", "url-forbidden", e.detail())));
                case TIMED_OUT -> new ApiException(ProblemType.GITLAB_TIMEOUT, e.detail());
                case FAILED -> new ApiException(ProblemType.GITLAB_FAILED, e.detail());
            };
        }
    }

    private Found found() {
        var models = new ArrayList<ConfigurationModel>();
        for (var node : all(MODELS, "aiSelfHostedModels")) {
            models.add(new ConfigurationModel(
                    text(node, "name"),
                    lower(text(node, "model")),
                    text(node, "endpoint"),
                    text(node, "identifier"),
                    JsonNullable.of(node.path("hasApiToken").asBoolean()),
                    JsonNullable.undefined()));
        }
        var features = new ArrayList<ConfigurationFeature>();
        for (var node : all(FEATURES, "aiFeatureSettings")) {
            var provider = lower(text(node, "provider"));
            if (provider != null && !provider.equals("unassigned")) {
                features.add(new ConfigurationFeature(
                        lower(text(node, "feature")),
                        JsonNullable.of(provider),
                        provider.equals("self_hosted") ? text(node.path("selfHostedModel"), "name") : null));
            }
        }
        var duoSettings = query(GATEWAY, null).path("duoSettings");
        if (!duoSettings.has("aiGatewayUrl")) {
            throw GitLabException.lacks("duoSettings.aiGatewayUrl");
        }
        return new Found(text(duoSettings, "aiGatewayUrl"), models, features);
    }

    private List<JsonNode> all(String query, String field) {
        var nodes = new ArrayList<JsonNode>();
        String after = null;
        for (var page = 0; page < MAX_PAGES; page++) {
            var connection = query(query, after).path(field);
            if (!connection.path("nodes").isArray()) {
                throw GitLabException.lacks(field);
            }
            connection.path("nodes").forEach(nodes::add);
            var pages = connection.path("pageInfo");
            if (!pages.path("hasNextPage").isBoolean()) {
                throw GitLabException.lacks(field + ".pageInfo");
            }
            if (!pages.path("hasNextPage").booleanValue()) {
                return nodes;
            }
            after = text(pages, "endCursor");
            if (after == null) {
                throw GitLabException.lacks(field + ".pageInfo.endCursor");
            }
        }
        throw GitLabException.failed("GitLab's list of " + field + " does not end.");
    }

    private JsonNode query(String query, @Nullable String after) {
        var variables = new HashMap<String, @Nullable String>();
        variables.put("after", after);
        return gitlab.query(query, variables, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
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
