package dev.duoconfig.testkit.gitlab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import org.jspecify.annotations.Nullable;

/** The mutations of a {@link GitLabDouble}. Values that break a rule are an error in the result of the mutation. */
final class Mutations {

    private Mutations() {}

    static void addTo(RuntimeWiring.Builder wiring) {
        wiring.type("Mutation", type -> type.dataFetcher("aiSelfHostedModelCreate", mutation(Mutations::createModel))
                .dataFetcher("aiSelfHostedModelUpdate", mutation(Mutations::updateModel))
                .dataFetcher("aiSelfHostedModelDelete", mutation(Mutations::deleteModel))
                .dataFetcher("aiFeatureSettingUpdate", mutation(Mutations::setFeatures))
                .dataFetcher("duoSettingsUpdate", mutation(Mutations::setGateway)));
    }

    /** A change of the data, which adds what it returns to the result. */
    @FunctionalInterface
    private interface Change {

        void make(GitLabData data, Map<String, @Nullable Object> input, Map<String, @Nullable Object> result);
    }

    private static DataFetcher<Object> mutation(Change change) {
        return env -> {
            var session = Session.of(env);
            try {
                if (!session.administrator()) {
                    throw RefusedChange.unknownObject();
                }
                return run(session.data(), change, env);
            } catch (RefusedChange e) {
                return DataFetcherResult.newResult()
                        .error(GraphqlErrorBuilder.newError(env)
                                .message("%s", e.errors().get(0))
                                .build())
                        .build();
            }
        };
    }

    private static Map<String, @Nullable Object> run(GitLabData data, Change change, DataFetchingEnvironment env) {
        Map<String, @Nullable Object> input = Objects.requireNonNull(env.getArgument("input"), "input");
        var result = new HashMap<String, @Nullable Object>();
        result.put("errors", List.of());
        try {
            change.make(data, input, result);
        } catch (RefusedChange e) {
            if (e.isUnknownObject()) {
                throw e;
            }
            result.put("errors", e.errors());
        }
        result.put("duoSettings", Queries.gateway(data));
        result.put("aiFeatureSettings", settings(data, input));
        return result;
    }

    private static void createModel(
            GitLabData data, Map<String, @Nullable Object> input, Map<String, @Nullable Object> result) {
        result.put(
                "selfHostedModel",
                Queries.model(data.model(data.createModel(input)).orElseThrow()));
    }

    private static void updateModel(
            GitLabData data, Map<String, @Nullable Object> input, Map<String, @Nullable Object> result) {
        data.updateModel(input);
        var id = Objects.requireNonNull(input.get("id"), "id").toString();
        result.put("selfHostedModel", Queries.model(data.model(id).orElseThrow()));
    }

    private static void deleteModel(
            GitLabData data, Map<String, @Nullable Object> input, Map<String, @Nullable Object> result) {
        data.deleteModel(Objects.requireNonNull(input.get("id"), "id").toString());
    }

    private static void setFeatures(
            GitLabData data, Map<String, @Nullable Object> input, Map<String, @Nullable Object> result) {
        data.setFeatures(input);
    }

    private static void setGateway(
            GitLabData data, Map<String, @Nullable Object> input, Map<String, @Nullable Object> result) {
        data.setGateway(input);
    }

    private static List<Map<String, @Nullable Object>> settings(GitLabData data, Map<String, @Nullable Object> input) {
        var settings = new ArrayList<Map<String, @Nullable Object>>();
        if (input.get("features") instanceof List<?> features) {
            for (var feature : features) {
                var id = feature.toString().toLowerCase(Locale.ROOT);
                settings.add(Queries.feature(
                        data, id, Objects.requireNonNull(data.features().get(id), id)));
            }
        }
        return settings;
    }
}
