package dev.duoconfig.store;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Doing the same twice is doing it once, on every door: the second time is no revision and no audit event. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class TwiceIsOnceTest {

    private static final String WITH_KEY =
            "{\"name\": \"Other\", \"family\": \"claude_3\", \"identifier\": \"bedrock/other\","
                    + " \"api_key\": \"sk-1\"}";
    private static final String DOCUMENT =
            "{\"gateway\": {\"url\": \"https://aigw.example.com\", \"beta_features_enabled\": true}," + " \"models\": ["
                    + WITH_KEY + "], \"features\": [{\"feature\": \"duo_chat\", \"model\": \"Other\"}]}";

    @BeforeEach
    void storeAModel() {
        Api.entitled();
        SampleModels.post(SampleModels.body("api_key", "sk-1")).then().statusCode(201);
    }

    static Stream<Named<Supplier<Response>>> writes() {
        return Stream.of(
                write("PATCH /gateway", () -> Api.as("admin").body("""
                        {"url": "https://aigw.example.com/", "beta_features_enabled": true, "outbound_allowlist": ["10.0.0.0/8"]}""").patch("/gateway")),
                write("PUT /gateway", () -> Api.as("admin").body("""
                        {"url": " https://aigw.example.com ", "request_timeout_seconds": 90}""").put("/gateway")),
                write(
                        "PUT a model with a key",
                        () -> Api.as("admin").body(WITH_KEY).put(model())),
                write(
                        "PATCH a model with a key",
                        () -> Api.as("admin").body("""
                        {"api_key": "sk-2", "endpoint": "https://other.example.com/v1"}""").patch(model())),
                write(
                        "PATCH a model without a key",
                        () -> Api.as("admin").body("{\"api_key\": null}").patch(model())),
                write("PUT a feature", () -> Api.as("admin")
                        .body("{\"model_id\": " + id() + "}")
                        .put("/features/duo_chat")),
                write(
                        "PATCH features",
                        () -> Api.as("admin").body("""
                        [{"feature": "duo_chat", "provider": "disabled"}, {"feature": "code_generations", "model_id": %d}]""".formatted(id())).patch("/features")),
                write("PUT /configuration", () -> Api.as("admin").body(DOCUMENT).put("/configuration")),
                write("PUT /configuration in YAML", () -> Api.as("admin")
                        .contentType("application/yaml")
                        .body(DOCUMENT.getBytes(UTF_8))
                        .put("/configuration")),
                write("a restored configuration", () -> Api.as("admin")
                        .body(Api.as("admin")
                                .get("/configuration?at_revision=" + beforeTheModel())
                                .asString())
                        .put("/configuration")));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void theSecondTimeChangesNothing(Supplier<Response> write) {
        var before = revision();

        var first = write.get();
        var after = revision();
        var events = events();
        var second = write.get();

        assertThat(List.of(first, second)).allSatisfy(response -> assertThat(response.statusCode())
                .as(response.asString())
                .isEqualTo(200));
        assertThat(after).isEqualTo(before + 1);
        assertThat(second.header("Config-Revision")).isEqualTo(String.valueOf(after));
        assertThat(second.header("Effective-Changes")).isEqualTo("0");
        assertThat(revision()).isEqualTo(after);
        assertThat(events()).isEqualTo(events);
    }

    @Test
    void aSecondCreationOrDeletionIsRefusedAndChangesNothing() {
        var path = model();
        var revision = revision();
        var created = SampleModels.post(SampleModels.body("name", " Mixtral on vLLM "));
        var afterCreation = revision();
        var deleted = Api.as("admin").delete(path);
        var deletedAgain = Api.as("admin").delete(path);

        assertThat(created.statusCode()).isEqualTo(409);
        assertThat(afterCreation).isEqualTo(revision);
        assertThat(List.of(deleted.statusCode(), deletedAgain.statusCode())).containsExactly(204, 404);
        assertThat(revision()).isEqualTo(revision + 1);
    }

    private static Named<Supplier<Response>> write(String name, Supplier<Response> write) {
        return Named.of(name, write);
    }

    private static String model() {
        return "/models/" + id();
    }

    private static long id() {
        return Api.as("viewer").get("/models").jsonPath().getLong("[0].id");
    }

    private static long beforeTheModel() {
        var rows =
                Database.rows("select min(revision) - 1 as revision from audit_event where action = 'model.created'");
        return Long.parseLong(String.valueOf(rows.get(0).get("revision")));
    }

    private static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }

    private static int events() {
        return Database.rows("select id from audit_event").size();
    }
}
