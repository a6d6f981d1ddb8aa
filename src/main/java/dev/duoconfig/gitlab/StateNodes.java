package dev.duoconfig.gitlab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Turns the nodes of GitLab's responses into a {@link GitLabState}. */
final class StateNodes {

    /** More families than any GitLab has. They are kept for each feature. */
    private static final int MAX_FAMILIES = 200;

    private final GitLabClient gitlab;
    private final boolean complete;

    /** @param complete whether a missing required value is an error; otherwise it is an empty text */
    StateNodes(GitLabClient gitlab, boolean complete) {
        this.gitlab = gitlab;
        this.complete = complete;
    }

    GitLabState.Model model(JsonNode node) {
        var hasApiKey = node.path("hasApiToken");
        return new GitLabState.Model(
                required(node, "aiSelfHostedModels", "id"),
                required(node, "aiSelfHostedModels", "name"),
                lowerCase(required(node, "aiSelfHostedModels", "model")),
                gitlab.text(node, "endpoint"),
                gitlab.name(node, "identifier"),
                lowerCaseOrNull(gitlab.name(node, "provider")),
                gitlab.text(node, "iamRole"),
                hasApiKey.isBoolean() ? (Boolean) hasApiKey.booleanValue() : null);
    }

    /** @param vendoredModel the names on the way to GitLab's name of one of its own models; null if it is not shown */
    GitLabState.FeatureSetting feature(JsonNode node, @Nullable List<String> vendoredModel) {
        var model = node.path("selfHostedModel");
        return new GitLabState.FeatureSetting(
                lowerCase(required(node, "aiFeatureSettings", "feature")),
                lowerCase(required(node, "aiFeatureSettings", "provider")),
                gitlab.name(model, "id"),
                gitlab.name(model, "name"),
                vendoredModel == null ? null : text(node, vendoredModel),
                families(node.path("compatibleLlms")));
    }

    GitLabState.Gateway gateway(JsonNode node) {
        if (!node.has("aiGatewayUrl")) {
            throw GitLabException.lacks("duoSettings.aiGatewayUrl");
        }
        return new GitLabState.Gateway(
                gitlab.text(node, "aiGatewayUrl"),
                seconds(node.path("aiGatewayTimeoutSeconds")),
                gitlab.text(node, "duoAgentPlatformServiceUrl"));
    }

    private String required(JsonNode node, String list, String property) {
        var value = gitlab.name(node, property);
        if (value == null && complete) {
            throw GitLabException.lacks(list + ".nodes." + property);
        }
        return value == null ? "" : value;
    }

    private @Nullable String text(JsonNode node, List<String> path) {
        var parent = node;
        for (var name : path.subList(0, path.size() - 1)) {
            parent = parent.path(name);
        }
        return gitlab.name(parent, path.get(path.size() - 1));
    }

    private List<String> families(JsonNode nodes) {
        var families = new ArrayList<String>();
        if (nodes.size() > MAX_FAMILIES) {
            throw GitLabException.failed("GitLab's response has more than " + MAX_FAMILIES + " compatibleLlms.");
        }
        for (var node : nodes) {
            var family = gitlab.value(node, "compatibleLlms", GitLabClient.MAX_NAME_LENGTH);
            if (family != null) {
                families.add(lowerCase(family));
            }
        }
        return families;
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

    private static @Nullable String lowerCaseOrNull(@Nullable String name) {
        return name == null ? null : lowerCase(name);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
