package dev.duoconfig.http.request;

import java.util.List;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code If-None-Match}: a body only if the caller's copy is not the current one. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ConditionalReadTest {

    private static final String MODEL = "/models/{id}";

    private long model;

    @BeforeEach
    void createAModel() {
        Api.entitled();
        model = SampleModels.create("Mixtral", "mixtral");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gateway",
                MODEL,
                "/features",
                "/features/duo_chat",
                "/features/duo_chat/effective-model",
                "/subscription"
            })
    void aCallerWithTheCurrentCopyGetsNoBody(String template) {
        var path = template.replace("{id}", Long.toString(model));
        var tag = Api.as("viewer").get(path).header("ETag");

        for (var header : List.of(
                tag,
                "W/" + tag,
                tag.replaceFirst(".$", "-gzip\""),
                "\"0\", W/" + tag.replaceFirst(".$", ";br\""),
                "\"abc\", " + tag,
                "*")) {
            var response = Api.as("viewer").header("If-None-Match", header).get(path);

            assertThat(response.statusCode()).as(header).isEqualTo(304);
            assertThat(response.asString()).isEmpty();
            assertThat(response.header("ETag")).isEqualTo(tag);
            assertThat(response.header("Config-Revision")).isEqualTo(tag.replaceAll("\"([0-9]+)(-0)?\"", "$1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0\"",
                "\"abc\"",
                "W/\"0\", \"1\"",
                "\"999999999999999999\"",
                "\"\"",
                "\"0-gzip\"",
                "\"-gzip\"",
                "\"0-0\""
            })
    void aCallerWithAnotherCopyGetsTheCurrentOne(String header) {
        var response = Api.as("viewer").header("If-None-Match", header).get("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("ETag")).matches("\"[0-9]+-0\"");
    }

    @Test
    void theOldTagDoesNotMatchAfterAChange() {
        var tag = Api.as("viewer").get("/gateway").header("ETag");
        Api.as("admin")
                .body("{\"request_timeout_seconds\": 90}")
                .patch("/gateway")
                .then()
                .statusCode(200);

        var response = Api.as("viewer").header("If-None-Match", tag).get("/gateway");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("ETag")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7", "*, \"7\"", "W/7", "\"7\" \"8\"", "abc"})
    void aMalformedListOfTagsIsRejected(String header) {
        assertProblem(Api.as("viewer").header("If-None-Match", header).get("/gateway"), 400, "bad-request");
    }

    @Test
    void theStarDoesNotHideAMissingResource() {
        assertProblem(Api.as("viewer").header("If-None-Match", "*").get("/models/999999"), 404, "model-not-found");
        assertProblem(Api.as("viewer").header("If-None-Match", "*").get("/features/nothing"), 404, "feature-not-found");
    }
}
