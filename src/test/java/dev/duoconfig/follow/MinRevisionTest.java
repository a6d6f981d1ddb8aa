package dev.duoconfig.follow;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code min_revision}: a response that is at least as new as the revision that the caller knows. */
@Tag("own-start")
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class MinRevisionTest {

    @ParameterizedTest
    @ValueSource(strings = {"/revision", "/features", "/features/duo_chat", "/features/duo_chat/effective-model"})
    void aRequestWaitsForTheRevision(String path) {
        var next = Revisions.commitOnAnotherInstance();

        var response = Api.as("viewer").queryParam("min_revision", next).get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Config-Revision")).isEqualTo(Long.toString(next));
        assertThat(response.header("ETag")).isEqualTo("\"" + next + "\"");
    }

    @Test
    void modelMetadataWaitsForTheRevision() {
        var next = Revisions.commitOnAnotherInstance();

        var response = Api.as("resolver").queryParam("min_revision", next).get("/features/duo_chat/model-metadata");

        assertProblem(response, 409, "feature-not-ready");
        assertThat(response.header("Config-Revision")).isEqualTo(Long.toString(next));
    }

    @Test
    void aRequestWaitsTwoSecondsForAMissingRevision() throws Exception {
        var revision = Revisions.now();
        var paths = List.of(
                "/revision",
                "/features",
                "/features/duo_chat",
                "/features/duo_chat/effective-model",
                "/features/duo_chat/model-metadata");

        var responses = AtOnce.run(paths.size(), caller -> {
            var role = paths.get(caller).endsWith("metadata") ? "resolver" : "viewer";
            return Api.as(role).queryParam("min_revision", revision + 1_000).get(paths.get(caller));
        });

        assertThat(responses).allSatisfy(response -> {
            assertProblem(response, 503, "unavailable");
            assertThat(response.time()).isGreaterThanOrEqualTo(1_900);
            assertThat(response.header("Retry-After")).isEqualTo("2");
            assertThat(response.header("Config-Revision")).isEqualTo(Long.toString(revision));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aRequestDoesNotWaitForAReachedRevision(long older) {
        var revision = Revisions.now();

        var response =
                Api.as("viewer").queryParam("min_revision", revision - older).get("/features");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Config-Revision")).isEqualTo(Long.toString(revision));
    }

    @Test
    void minRevisionCombinesWithOtherParametersAndConditions() {
        var next = Revisions.commitOnAnotherInstance();

        var explained = Api.as("viewer")
                .queryParam("explain", true)
                .queryParam("min_revision", next)
                .get("/features/duo_chat/effective-model");
        var unchanged = Api.as("viewer")
                .queryParam("min_revision", next)
                .header("If-None-Match", "\"" + next + "\"")
                .get("/features");

        assertThat(explained.jsonPath().getList("trace")).isNotEmpty();
        assertThat(explained.jsonPath().getLong("revision")).isEqualTo(next);
        assertThat(unchanged.statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "+1", "1.5", "", "1000000000000000000", "0x1", "1,2"})
    void anInvalidRevisionIsRefused(String value) {
        assertProblem(Api.as("viewer").queryParam("min_revision", value).get("/features"), 400, "invalid-parameter");
        assertProblem(Api.as("viewer").queryParam("min_revision", value).get("/revision"), 400, "invalid-parameter");
    }
}
