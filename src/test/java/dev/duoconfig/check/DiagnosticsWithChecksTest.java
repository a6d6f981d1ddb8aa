package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.duoconfig.check.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Diagnostics with connection checks. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class DiagnosticsWithChecksTest {

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theGatewayAndEveryModelAreCheckedAndReportedInOrder() {
        server.gets("/monitoring/healthz", 200, "{}");
        server.gets("/v1/models", 200, "{\"data\": [{\"id\": \"served\"}]}");
        Api.as("admin")
                .body("{\"url\": \"" + server.url() + "\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        for (var i = 0; i < 6; i++) {
            model("working " + i, server.url() + "/v1");
        }
        model("wrong", server.url() + "/elsewhere");

        var codes = codes("/diagnostics?checks=true");

        assertThat(codes.subList(0, 3))
                .containsExactly("subscription_entitled", "gateway_configured", "gateway_check_passed");
        assertThat(codes.stream().filter(code -> code.startsWith("model_check")))
                .containsExactly(
                        "model_check_passed",
                        "model_check_passed",
                        "model_check_passed",
                        "model_check_passed",
                        "model_check_passed",
                        "model_check_passed",
                        "model_check_failed");
        assertThat(codes.indexOf("feature_without_model")).isGreaterThan(codes.indexOf("model_check_failed"));
    }

    @Test
    void withoutTheParameterNothingIsChecked() {
        Api.as("admin")
                .body("{\"url\": \"" + server.url() + "\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        assertThat(codes("/diagnostics")).noneMatch(code -> code.contains("check"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\": \"19.6.0\"} | x-nothing | - | true",
                "{\"version\": \"v19.3.2-ee\"} | x-nothing | - | true",
                "{\"gitlab_version\": \"18.2.0\"} | x-nothing | - | true",
                "{} | X-Gitlab-AI-Gateway-Version | self-hosted-v19.5.1-ee | true",
                "{} | X-Gateway-Version | 20.0 | true",
                "{\"version\": \"19.4.7\"} | x-nothing | - | false",
                "{\"version\": \"19.4\"} | x-nothing | - | false",
                "{\"version\": \"0.0.1\"} | x-nothing | - | false",
                "{\"version\": 19.6} | x-nothing | - | false",
                "{\"version\": \"19.6<script>\"} | x-nothing | - | false",
                "{\"status\": \"ok\"} | Server | 19.6.0 | false"
            })
    void aGatewayThatReportsAnotherReleaseIsAFinding(String body, String header, String value, boolean differs) {
        server.gets("/monitoring/healthz", json(200, body).withHeader(header, value));
        Api.as("admin").body("{\"url\": \"" + server.url() + "\"}").patch("/gateway");

        var codes = codes("/diagnostics?checks=true");

        assertThat(codes.contains("gateway_version_differs")).isEqualTo(differs);
        assertThat(codes).contains("gateway_check_passed");
        assertThat(codes("/diagnostics")).doesNotContain("gateway_version_differs");
    }

    private static void model(String name, String endpoint) {
        var body = SampleModels.body("name", name);
        body.put("endpoint", endpoint);
        body.put("identifier", "custom_openai/served");
        SampleModels.post(body).then().statusCode(201);
    }

    private static List<String> codes(String path) {
        var response = Api.as("admin").get(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("code", String.class);
    }
}
