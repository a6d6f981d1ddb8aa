package dev.duoconfig.gitlab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of self-hosted models of a running GitLab. Only fields that the GitLab has are requested, and never the
 * API keys of its models.
 */
public final class GitLabReader {

    private static final String VERSION = "metadata { version } ";
    private static final String PAGE = "(first: " + TimedCalls.PAGE_SIZE + ", after: $after) {";
    private static final String MODELS = "query($after: String) { aiSelfHostedModels" + PAGE
            + " nodes { id name model%s } pageInfo { hasNextPage endCursor } } }";
    private static final String FEATURES = "query($after: String) { aiFeatureSettings" + PAGE
            + " nodes { feature provider selfHostedModel { id name }%s } pageInfo { hasNextPage endCursor } } }";
    private static final String GATEWAY = "query { duoSettings { aiGatewayUrl%s } }";

    /** A version such as {@code 19.4.1-ee}. */
    private static final Pattern VERSION_NUMBER = Pattern.compile("[0-9A-Za-z.+_-]{1,100}");

    private final GitLabClient gitlab;
    private final Limits limits;

    public GitLabReader(GitLabClient gitlab, Limits limits) {
        this.gitlab = gitlab;
        this.limits = limits;
    }

    /**
     * The limits of one reading.
     *
     * @param total the longest time for all responses together
     * @param call the longest time for one response
     * @param maxModels the largest number of models
     * @param maxFeatures the largest number of feature settings
     */
    public record Limits(Duration total, Duration call, int maxModels, int maxFeatures) {}

    /**
     * Reads the configuration.
     *
     * @throws GitLabException if a response is missing, incomplete, or too large
     */
    public GitLabState read() {
        return read(new StateNodes(gitlab, true), false);
    }

    /**
     * Reads the configuration, although parts of it may be incomplete: the id, name, or family of a model, and the name or
     * provider of a feature, are empty texts if GitLab does not return them.
     *
     * @throws GitLabException if a response is missing or too large
     */
    public GitLabState readWithGaps() {
        return read(new StateNodes(gitlab, false), true);
    }

    private GitLabState read(StateNodes nodes, boolean withGaps) {
        var calls = new TimedCalls(gitlab, limits.total(), limits.call());
        var about = about(calls, withGaps);
        var offered = about.offered();
        return new GitLabState(
                about.version(),
                offered,
                gateway(calls, offered, nodes),
                models(calls, offered, nodes),
                features(calls, offered, nodes));
    }

    /**
     * The version and the interface of the GitLab, which take one call, or three if it refuses a part. One that refuses introspection, or
     * does not describe a model, is asked as the oldest one. One that fails at this moment is not, because what it lacks would be
     * missing in a plan; in what is imported, it is only not asked for.
     */
    private About about(TimedCalls calls, boolean withGaps) {
        var both = calls.unlessRefused(query(VERSION + Introspection.SELECTIONS), withGaps);
        return both == null
                ? new About(
                        version(calls.unlessRefused(query(VERSION), withGaps)),
                        offered(calls.unlessRefused(query(Introspection.SELECTIONS), withGaps)))
                : new About(version(both), offered(both));
    }

    /** @param offered the oldest interface if the GitLab does not describe its own */
    private record About(@Nullable String version, GitLabInterface offered) {}

    private static String query(String selections) {
        return "query { " + selections + "}";
    }

    private @Nullable String version(@Nullable JsonNode data) {
        var text = data == null ? null : gitlab.text(data.path("metadata"), "version");
        return text != null && VERSION_NUMBER.matcher(text).matches() ? text : null;
    }

    private GitLabInterface offered(@Nullable JsonNode data) {
        return data == null ? GitLabInterface.OLDEST : new Introspection(gitlab).read(data);
    }

    private static GitLabState.Gateway gateway(TimedCalls calls, GitLabInterface offered, StateNodes nodes) {
        var fields = offered(offered, GitLabInterface.GATEWAY, "aiGatewayTimeoutSeconds", "duoAgentPlatformServiceUrl");
        var settings = calls.query(GATEWAY.formatted(fields)).path("duoSettings");
        if (!settings.isObject()) {
            throw GitLabException.hides("duoSettings");
        }
        return nodes.gateway(settings);
    }

    private List<GitLabState.Model> models(TimedCalls calls, GitLabInterface offered, StateNodes nodes) {
        var fields =
                offered(offered, GitLabInterface.MODEL, "endpoint", "identifier", "hasApiToken", "provider", "iamRole");
        var models = new ArrayList<GitLabState.Model>();
        calls.forEachNode(
                MODELS.formatted(fields),
                "aiSelfHostedModels",
                limits.maxModels(),
                node -> models.add(nodes.model(node)));
        return models;
    }

    private List<GitLabState.FeatureSetting> features(TimedCalls calls, GitLabInterface offered, StateNodes nodes) {
        var vendored = offered.vendoredModelPath();
        var fields = offered(offered, GitLabInterface.FEATURE_SETTING, "compatibleLlms") + selection(vendored);
        var features = new ArrayList<GitLabState.FeatureSetting>();
        calls.forEachNode(
                FEATURES.formatted(fields),
                "aiFeatureSettings",
                limits.maxFeatures(),
                node -> features.add(nodes.feature(node, vendored)));
        return features;
    }

    /** Those of the fields that the type has, to be put into a query. */
    private static String offered(GitLabInterface offered, String type, String... optional) {
        var selection = new StringBuilder();
        for (var field : optional) {
            if (offered.has(type, field)) {
                selection.append(' ').append(field);
            }
        }
        return selection.toString();
    }

    private static String selection(@Nullable List<String> path) {
        return path == null ? "" : " " + String.join(" { ", path) + " }".repeat(path.size() - 1);
    }
}
