package dev.duoconfig.check;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;

/** Stores and checks models. */
final class CheckedModels {

    private CheckedModels() {}

    static long store(@Nullable String endpoint, String identifier, @Nullable String key) {
        var body = SampleModels.body("endpoint", endpoint);
        body.put("identifier", identifier);
        body.put("name", "Model " + System.nanoTime());
        body.put("api_key", key);
        return SampleModels.id(SampleModels.post(body));
    }

    /** Stores a model and checks it with pairs of query parameters and values. */
    static Report check(@Nullable String endpoint, String identifier, @Nullable String key, String... parameters) {
        return Report.of(checkStored(store(endpoint, identifier, key), parameters));
    }

    static Response checkStored(long id, String... parameters) {
        var request = Api.as("admin");
        for (var index = 0; index < parameters.length; index += 2) {
            request.queryParam(parameters[index], parameters[index + 1]);
        }
        return request.post("/models/" + id + "/check");
    }
}
