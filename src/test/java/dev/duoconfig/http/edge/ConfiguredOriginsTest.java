package dev.duoconfig.http.edge;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.TightLimits;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@TestProfile(TightLimits.class)
class ConfiguredOriginsTest {

    @ParameterizedTest
    @ValueSource(strings = {TightLimits.ORIGIN, TightLimits.OTHER_ORIGIN})
    void aPreflightOfAConfiguredOriginNeedsNoToken(String origin) {
        var response = preflight(origin, "PATCH", "authorization,content-type,if-match");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(names(response, "Access-Control-Allow-Methods"))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
        assertThat(names(response, "Access-Control-Allow-Headers"))
                .contains(
                        "Authorization",
                        "PRIVATE-TOKEN",
                        "Content-Type",
                        "Accept",
                        "If-Match",
                        "If-None-Match",
                        "X-Request-Id");
        assertThat(response.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
    }

    @Test
    void aResponseToAConfiguredOriginExposesTheHeadersOfTheContract() {
        var response = Api.as("viewer").header("Origin", TightLimits.ORIGIN).get("/models");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(TightLimits.ORIGIN);
        assertThat(names(response, "Access-Control-Expose-Headers"))
                .contains(
                        "ETag",
                        "Link",
                        "Location",
                        "X-Request-Id",
                        "X-Page",
                        "X-Per-Page",
                        "X-Total",
                        "X-Total-Pages",
                        "X-Next-Page",
                        "X-Prev-Page",
                        "Config-Revision",
                        "Snapshot-Age",
                        "Effective-Changes",
                        "Dry-Run",
                        "Deprecation",
                        "Sunset",
                        "Retry-After");
    }

    @Test
    void aProblemCanBeReadByAConfiguredOriginToo() {
        var response = Api.anonymous().header("Origin", TightLimits.ORIGIN).get("/models");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(TightLimits.ORIGIN);
    }

    @Test
    void aHeadRequestOfAConfiguredOriginIsAllowed() {
        assertThat(Api.as("viewer")
                        .header("Origin", TightLimits.ORIGIN)
                        .head("/gateway")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com",
                "http://console.example.com",
                "https://console.example.com:8443",
                "https://console.example.com.evil.example",
                "https://gitlab.example.com",
                "HTTPS://CONSOLE.EXAMPLE.COM",
                "null"
            })
    void aForeignOriginGetsNoCorsHeaders(String origin) {
        var preflight = preflight(origin, "GET", "authorization");
        var request = origin(origin).auth().oauth2(Api.token("admin")).get("/q/health");

        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
        assertThat(request.header("Access-Control-Allow-Origin")).isNull();
        assertThat(preflight.asString()).isEmpty();
    }

    @Test
    void aRequestWithoutAnOriginGetsNoCorsHeaders() {
        var response = Api.as("viewer").get("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gateway",
                "/revision",
                "/configuration",
                "/models/999999",
                "/nowhere",
                "/features/nothing/effective-model",
                "/q/openapi"
            })
    void everyResponseVariesByOrigin(String path) {
        for (var origin : List.of("", TightLimits.ORIGIN)) {
            var request = origin.isEmpty() ? Api.as("admin") : Api.as("admin").header("Origin", origin);

            // The second response can be a prepared one.
            for (var response : List.of(request.get(path), request.get(path))) {
                assertThat(response.headers().getValues("Vary")).as(origin).containsOnlyOnce("Origin");
                assertThat(response.headers().getValues("Cache-Control"))
                        .as(origin)
                        .containsExactly("private, no-cache");
            }
        }
    }

    @Test
    void aPreflightAndARefusalVaryByOrigin() {
        assertThat(preflight(TightLimits.ORIGIN, "GET", "authorization")
                        .headers()
                        .getValues("Vary"))
                .contains("Origin");
        assertThat(origin(TightLimits.ORIGIN).get("/models").headers().getValues("Vary"))
                .contains("Origin");
        assertThat(origin("https://evil.example.com").get("/q/health").headers().getValues("Vary"))
                .contains("Origin");
        assertThat(Api.anonymous().get("/models").headers().getValues("Vary")).contains("Origin");
    }

    private static Response preflight(String origin, String method, String headers) {
        return origin(origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers)
                .options("/gateway");
    }

    private static RequestSpecification origin(String origin) {
        return Api.anonymous().header("Origin", origin);
    }

    private static List<String> names(Response response, String header) {
        return List.of(response.header(header).split(",", -1));
    }
}
