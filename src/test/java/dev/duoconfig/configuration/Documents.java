package dev.duoconfig.configuration;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Database;
import io.restassured.response.Response;

/** Configuration documents and calls that use them. */
final class Documents {

    static final String MIXTRAL = """
            {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
             "identifier": "custom_openai/mixtral"}""";

    static final String CLAUDE = """
            {"name": "Claude", "family": "claude_3", "identifier": "bedrock/claude"}""";

    static final String MIXTRAL_FOR_CHAT = document(MIXTRAL, """
            {"feature": "duo_chat", "model": "Mixtral"}""");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** A document with default gateway settings. */
    static String document(String models, String features) {
        return document("{}", models, features);
    }

    static String document(String gateway, String models, String features) {
        return "{\"gateway\": " + gateway + ", \"models\": [" + models + "], \"features\": [" + features + "]}";
    }

    /** A model without an endpoint and with one more property, such as {@code "api_key": null}. */
    static String model(String name, String property) {
        return "{\"name\": \"" + name + "\", \"family\": \"claude_3\", \"identifier\": \"bedrock/claude\", " + property
                + "}";
    }

    static Response put(String document) {
        return Api.as("admin").body(document).put("/configuration");
    }

    static Response plan(String document) {
        return Api.as("admin").body(document).put("/configuration?dry_run=true");
    }

    static Response putYaml(String document) {
        return Api.as("admin")
                .contentType("application/yaml")
                .body(document.getBytes(StandardCharsets.UTF_8))
                .put("/configuration");
    }

    /** Applies a valid document. */
    static Response apply(String document) {
        var applied = put(document);
        applied.then().statusCode(200);
        return applied;
    }

    static Response get() {
        var response = Api.as("admin").get("/configuration");
        response.then().statusCode(200);
        return response;
    }

    static ObjectNode exported() {
        return (ObjectNode) json(get().asString());
    }

    static JsonNode at(long revision) {
        var response = Api.as("admin").get("/configuration?at_revision=" + revision);
        response.then().statusCode(200);
        return json(response.asString());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }

    static int events() {
        return Database.rows("select id from audit_event").size();
    }

    /** Whether applying a document succeeded without changing anything. */
    static boolean changesNothing(Response applied) {
        var body = json(applied.asString());
        return applied.statusCode() == 200
                && body.path("gateway").isNull()
                && body.path("models").path("create").isEmpty()
                && body.path("models").path("update").isEmpty()
                && body.path("models").path("delete").isEmpty()
                && body.path("features").isEmpty()
                && body.path("effective_changes").isEmpty()
                && applied.header("Effective-Changes").equals("0");
    }
}
