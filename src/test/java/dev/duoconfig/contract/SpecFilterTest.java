package dev.duoconfig.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The filter in front of a server whose response each test sets. */
@Tag("fast")
class SpecFilterTest {

    private static final String GATEWAY = """
            {"url": null, "url_source": null, "request_timeout_seconds": 60, "beta_features_enabled": false,
             "testing_agreement": null, "outbound_allowlist": [], "agent_platform_url": null,
             "agent_platform_tls": true, "vendored_models_allowed": true, "warnings": [], "last_check": null, "updated_at": null, "updated_by": null}""";

    private static final String NOT_FOUND = """
            {"type": "urn:duo-config:problem:not-found", "title": "Not found", "status": 404,
             "detail": "No operation has this path.", "instance": "/nothing", "code": "not-found", "request_id": "r-1",
             "message": "No operation has this path."}""";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private int status = 200;
    private String body = GATEWAY;
    private HttpServer server;

    SpecFilterTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startServer() {
        headers.putAll(Map.of(
                "Content-Type", "application/json;charset=UTF-8",
                "X-Request-Id", "r-1",
                "Config-Revision", "42",
                "Cache-Control", "private, no-cache",
                "ETag", "\"42-7\""));
        server.createContext("/", exchange -> {
            try (exchange) {
                headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aValidResponsePassesAndCanStillBeRead() {
        var response = get("/gateway");

        assertThat(response.jsonPath().getInt("request_timeout_seconds")).isEqualTo(60);
        assertThat(response.asString()).isEqualTo(GATEWAY);
    }

    @Test
    void anInvalidBodyIsCaughtAndShown() {
        body = GATEWAY.replace("60", "\"60\"");

        assertThatThrownBy(() -> get("/gateway"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /gateway with status 200")
                .hasMessageContaining("/request_timeout_seconds")
                .hasMessageContaining(body);
    }

    @Test
    void anUndeclaredPropertyIsCaught() {
        body = GATEWAY.replace("{\"url\"", "{\"api_key\": \"secret\", \"url\"");

        assertThatThrownBy(() -> get("/gateway")).hasMessageContaining("api_key");
    }

    @Test
    void anUndeclaredStatusIsCaught() {
        status = 418;

        assertThatThrownBy(() -> get("/gateway")).hasMessageContaining("418 is not declared for getGateway");
    }

    @Test
    void anUndeclaredContentTypeIsCaught() {
        headers.put("Content-Type", "text/html");

        assertThatThrownBy(() -> get("/gateway"))
                .hasMessageContaining("'text/html' is not one of the declared [application/json]");
    }

    @Test
    void aMissingHeaderIsCaught() {
        headers.remove("Config-Revision");

        assertThatThrownBy(() -> get("/gateway")).hasMessageContaining("Config-Revision is missing");
    }

    @Test
    void aHeaderWithAnInvalidValueIsCaught() {
        headers.put("Config-Revision", "many");
        headers.put("ETag", "W/\"42-7\"");

        assertThatThrownBy(() -> get("/gateway"))
                .hasMessageContaining("The header Config-Revision")
                .hasMessageContaining("The header ETag");
    }

    @Test
    void anUndeclaredBodyIsCaught() {
        status = 204;
        body = "";
        headers.put("Effective-Changes", "0");

        assertThat(given().filter(new SpecFilter()).delete(uri("/models/1")).statusCode())
                .isEqualTo(204);
        assertThat(new Exchange("DELETE", "/models/1", 204, Map.of(), "{}").violations(Contract.published()))
                .contains("The response has a body, but none is declared");
    }

    @Test
    void aDeclaredProblemPassesOnAnUnroutedPath() {
        status = 404;
        body = NOT_FOUND;
        headers.put("Content-Type", "application/problem+json");

        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aSuccessOnAnUnroutedPathIsCaught() {
        assertThatThrownBy(() -> get("/nothing")).hasMessageContaining("200 is not declared");
    }

    @Test
    void frameworkPathsAreNotValidated() {
        headers.clear();
        body = "UP";

        assertThat(get("/q/health").asString()).isEqualTo("UP");
    }

    private Response get(String path) {
        return given().filter(new SpecFilter()).get(uri(path));
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
