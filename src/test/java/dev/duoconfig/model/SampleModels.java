package dev.duoconfig.model;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;

/** Request bodies for models, and models created from them. */
public final class SampleModels {

    private SampleModels() {}

    /** A valid body: Mixtral on vLLM. */
    public static Map<String, @Nullable Object> body() {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("name", "Mixtral on vLLM");
        body.put("family", "mixtral");
        body.put("endpoint", "https://vllm.example.com:8000/v1");
        body.put("identifier", "custom_openai/Mixtral-8x7B-Instruct-v0.1");
        return body;
    }

    /** The body with a different value for one property. */
    public static Map<String, @Nullable Object> body(String property, @Nullable Object value) {
        var body = body();
        body.put(property, value);
        return body;
    }

    /** The body without one property. */
    static Map<String, @Nullable Object> bodyWithout(String property) {
        var body = body();
        body.remove(property);
        return body;
    }

    /** Requests the creation of a model. */
    public static Response post(Map<String, @Nullable Object> body) {
        return Api.as("admin").body(body).post("/models");
    }

    /** Creates a model and returns its id. */
    public static long create(String name, String family) {
        var body = body("name", name);
        body.put("family", family);
        return id(post(body));
    }

    /** The id of the created model. */
    public static long id(Response created) {
        created.then().statusCode(201);
        return created.jsonPath().getLong("id");
    }
}
