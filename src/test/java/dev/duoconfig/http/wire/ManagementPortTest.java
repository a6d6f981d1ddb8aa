package dev.duoconfig.http.wire;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.TightLimits;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Health and metrics at a port of their own. OpenEndpointsTest shows that they are at the only port otherwise. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@TestProfile(TightLimits.class)
class ManagementPortTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/q/health/group/database",
                "/q/health/group/issuer",
                "/q/metrics"
            })
    void healthAndMetricsAreAtTheManagementPortOnly(String path) {
        var here = management().get(path);
        var there = Api.anonymous().get(path);

        assertThat(here.statusCode()).isEqualTo(200);
        assertThat(here.asString()).isNotBlank();
        assertThat(here.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(there.statusCode()).isEqualTo(404);
        assertThat(there.jsonPath().getString("code")).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/%68ealth", "/q/./metrics", "/features/../q/metrics", "/q/health/", "//q/metrics"})
    void noSpellingFindsThemAtTheOtherPort(String path) {
        var there = RestAssured.given().urlEncodingEnabled(false).get(path);

        assertThat(there.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui/"})
    void theContractAndItsPagesStayAtTheOtherPort(String path) {
        assertThat(Api.anonymous().noFilters().get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/features",
                "/features/duo_chat/effective-model",
                "/q/openapi",
                "/q/swagger-ui/",
                "/console/",
                "/q/health/../../features",
                "/q/metrics/%2e%2e/%2e%2e/features"
            })
    void nothingElseIsAtTheManagementPort(String path) {
        Response response = management()
                .header("Authorization", "Bearer " + Api.token("admin"))
                .urlEncodingEnabled(false)
                .get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.jsonPath().getString("request_id")).isEqualTo(response.header("X-Request-Id"));
        assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(response.header("Cache-Control")).isNotBlank();
        assertThat(response.header("Config-Revision")).isNotBlank();
    }

    @Test
    void malformedRequestsAreRejectedAtTheManagementPortToo() throws Exception {
        try (var connection = RawConnection.open(TightLimits.managementPort())) {
            var response = connection.call("GET /q/health HTTP/1.1\r\n\r\n");

            assertThat(response.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 8080, 65_536})
    void aPortThatCannotBeASecondOneIsRefused(int port) {
        assertThatThrownBy(() -> ManagementServer.requireUsable(port, 8080))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("DUO_MANAGEMENT_PORT must be from 1 to 65535");
    }

    @Test
    void theOtherPortMustBeKnown() {
        assertThatThrownBy(() -> ManagementServer.requireUsable(9000, 0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("QUARKUS_HTTP_PORT, which must not be 0.");
    }

    private static RequestSpecification management() {
        return RestAssured.given().port(TightLimits.managementPort());
    }
}
