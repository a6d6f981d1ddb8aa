package dev.duoconfig.ops;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints without authentication reveal nothing of the configuration. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class OpenEndpointsTest {

    private static final String MARKER = "z3marker";

    @ParameterizedTest
    @CsvSource({
        "/q/health, application/json",
        "/q/health/live, application/json",
        "/q/health/ready, application/json",
        "/q/health/group/database, application/json",
        "/q/health/group/issuer, application/json",
        "/q/metrics, application/openmetrics-text",
        "/q/openapi, application/yaml",
        "/q/openapi?format=json, application/json",
        "/q/swagger-ui/, text/html",
        "/console/config.json, application/json",
        "/console/, text/html",
        "/console/app.css, text/css"
    })
    void openEndpointsRevealNothingOfTheConfiguration(String path, String type) {
        configure();

        var request = path.endsWith(".json") ? Api.anonymous() : Api.anonymous().noFilters();
        var response = request.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith(type);
        assertThat(response.asString()).isNotBlank().doesNotContain(MARKER, "jdbc:postgresql", "master-key");
        assertThat(response.headers().toString()).doesNotContain(MARKER);
    }

    @Test
    void readinessShowsOnlyTheSnapshotTheIssuerAndTheShutdown() {
        var checks = Api.anonymous().get("/q/health/ready").jsonPath().<Map<String, String>>getList("checks");

        assertThat(checks)
                .containsExactlyInAnyOrder(
                        Map.of("name", "Graceful Shutdown", "status", "UP"),
                        Map.of("name", "issuer", "status", "UP"),
                        Map.of("name", "snapshot", "status", "UP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/dev", "/q/dev-ui", "/q/info", "/q/arc/beans", "/q/../gateway", "/console/../gateway"})
    void nothingElseIsOpen(String path) {
        var response = Api.anonymous().urlEncodingEnabled(false).get(path);

        assertThat(response.statusCode()).isIn(401, 404);
        assertThat(response.asString()).doesNotContain(MARKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/metrics", "/q/openapi", "/console/config.json"})
    void anInvalidTokenIsIgnored(String path) {
        var response = Api.anonymous().header("Authorization", "Bearer a.b.c").get(path);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    private static void configure() {
        Api.entitled();
        Api.as("admin")
                .body(Map.of("url", "https://" + MARKER + ".example.com", "request_timeout_seconds", 61))
                .patch("/gateway")
                .then()
                .statusCode(200);
        Api.as("admin")
                .body(Map.of(
                        "name", MARKER,
                        "family", "mixtral",
                        "identifier", "custom_openai/" + MARKER,
                        "endpoint", "https://" + MARKER + ".example.com/v1",
                        "api_key", MARKER + "-key"))
                .post("/models")
                .then()
                .statusCode(201);
        Api.as("viewer").queryParam("search", MARKER).get("/models").then().statusCode(200);
    }
}
