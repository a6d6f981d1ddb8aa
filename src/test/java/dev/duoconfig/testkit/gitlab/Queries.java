package dev.duoconfig.testkit.gitlab;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.testkit.gitlab.GitLabData.Model;
import dev.duoconfig.testkit.gitlab.GitLabData.Setting;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import org.jspecify.annotations.Nullable;

/** The queries of a {@link GitLabDouble}. What only administrators see is null for others. */
final class Queries {

    private static final int MAX_PAGE_SIZE = 100;
    private static final String LONG_AGO = "2026-01-01T00:00:00Z";

    private Queries() {}

    static void addTo(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("metadata", Queries::metadata)
                .dataFetcher("currentLicense", forAdministrators(Queries::license))
                .dataFetcher("addOnPurchases", forAdministrators(Queries::addOns))
                .dataFetcher(
                        "duoSettings",
                        forAdministrators(env -> gateway(Session.of(env).data())))
                .dataFetcher("aiSelfHostedModels", forAdministrators(Queries::models))
                .dataFetcher("aiFeatureSettings", forAdministrators(Queries::features)));
    }

    static Map<String, @Nullable Object> model(Model model) {
        var node = new HashMap<String, @Nullable Object>();
        node.put("id", model.id());
        node.put("name", model.name());
        node.put("model", model.family());
        node.put("modelDisplayName", model.family());
        node.put("releaseState", "GA");
        node.put("endpoint", model.endpoint());
        node.put("identifier", model.identifier());
        node.put("apiToken", model.apiKey());
        node.put("hasApiToken", model.apiKey() != null);
        node.put("provider", model.provider().toUpperCase(Locale.ROOT));
        node.put("iamRole", model.iamRole());
        node.put("createdAt", LONG_AGO);
        return node;
    }

    static Map<String, @Nullable Object> feature(GitLabData data, String feature, Setting setting) {
        var node = new HashMap<String, @Nullable Object>();
        var families = data.families(feature);
        node.put("feature", feature);
        node.put("provider", setting.provider());
        node.put("title", feature);
        node.put("compatibleLlms", families);
        node.put(
                "selfHostedModel",
                data.model(setting.modelId()).map(Queries::model).orElse(null));
        var vendoredModel = new HashMap<String, @Nullable Object>();
        vendoredModel.put("ref", setting.vendoredModel());
        node.put("offeredModelRef", setting.vendoredModel());
        node.put("offeredModel", vendoredModel);
        node.put("gitlabModel", vendoredModel);
        node.put(
                "validModels",
                connection(
                        data.models().stream()
                                .filter(model -> families.isEmpty() || families.contains(model.family()))
                                .map(Queries::model)
                                .toList(),
                        0,
                        MAX_PAGE_SIZE));
        return node;
    }

    static Map<String, @Nullable Object> gateway(GitLabData data) {
        var node = new HashMap<String, @Nullable Object>();
        node.put("aiGatewayUrl", data.gateway().url());
        node.put("aiGatewayTimeoutSeconds", data.gateway().timeoutSeconds());
        node.put("duoAgentPlatformServiceUrl", data.gateway().agentPlatformUrl());
        node.put("duoCoreFeaturesEnabled", false);
        node.put("updatedAt", LONG_AGO);
        return node;
    }

    private static DataFetcher<@Nullable Object> forAdministrators(DataFetcher<?> fetcher) {
        return env -> Session.of(env).administrator() ? fetcher.get(env) : null;
    }

    private static Object metadata(DataFetchingEnvironment env) {
        return Map.of("version", Session.of(env).version() + ".0-ee", "revision", "0123456789a", "enterprise", true);
    }

    private static Object license(DataFetchingEnvironment env) {
        return Map.of("id", "gid://gitlab/License/1", "type", "online_cloud", "plan", "ultimate");
    }

    private static Object addOns(DataFetchingEnvironment env) {
        return List.of(Map.of(
                "id",
                "gid://gitlab/GitlabSubscriptions::AddOnPurchase/1",
                "name",
                "DUO_ENTERPRISE",
                "assignedQuantity",
                1,
                "purchasedQuantity",
                50));
    }

    private static Object models(DataFetchingEnvironment env) {
        String id = env.getArgument("id");
        return page(
                env,
                Session.of(env).data().models().stream()
                        .filter(model -> id == null || model.id().equals(id))
                        .map(Queries::model)
                        .toList());
    }

    private static Object features(DataFetchingEnvironment env) {
        var data = Session.of(env).data();
        String modelId = env.getArgument("selfHostedModelId");
        return page(
                env,
                data.features().entrySet().stream()
                        .filter(feature -> modelId == null
                                || modelId.equals(feature.getValue().modelId()))
                        .map(feature -> feature(data, feature.getKey(), feature.getValue()))
                        .toList());
    }

    private static Map<String, Object> page(DataFetchingEnvironment env, List<?> all) {
        String after = env.getArgument("after");
        var first = env.<Integer>getArgumentOrDefault("first", MAX_PAGE_SIZE);
        return connection(all, after == null ? 0 : Integer.parseInt(after), Math.min(first, MAX_PAGE_SIZE));
    }

    /** Cursors are the number of entries before the next page. */
    private static Map<String, Object> connection(List<?> all, int from, int size) {
        var start = Math.min(from, all.size());
        var end = Math.min(start + size, all.size());
        return Map.of(
                "nodes",
                all.subList(start, end),
                "pageInfo",
                Map.of(
                        "hasNextPage",
                        end < all.size(),
                        "hasPreviousPage",
                        start > 0,
                        "endCursor",
                        Integer.toString(end)));
    }
}
