package dev.duoconfig.configuration;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.configuration.Documents.document;
import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** What is documented as a limit works: documents with as many models as they can have. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class LargeDocumentTest {

    private static final int LIMIT = 10_000;
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @Test
    void aDocumentWithTheMostModelsIsPlannedCreatedRenamedAndDeleted() {
        var created = models(LIMIT, "model", "a");

        var plan = Documents.plan(created);
        var stored = Documents.put(created);
        var renamed = Documents.put(models(LIMIT, "name", "a"));
        var deleted = Documents.put(document("", ""));

        assertThat(sizes(plan)).containsExactly(LIMIT, 0, 0);
        assertThat(sizes(stored)).containsExactly(LIMIT, 0, 0);
        assertThat(sizes(renamed)).containsExactly(0, LIMIT, 0);
        assertThat(sizes(deleted)).containsExactly(0, 0, LIMIT);
        assertThat(Database.rows("select count(*) as events from audit_event where object_type = 'model'")
                        .get(0))
                .containsEntry("events", 3L * LIMIT);
    }

    @Test
    void aBodyOfTheLargestSizeWithKeysAndLongEndpointsIsStored() {
        var models = IntStream.range(0, 5_000)
                .mapToObj(number ->
                        "{\"name\":\"model %d\",\"family\":\"mixtral\",\"endpoint\":\"https://server-%d.example.com/v1\",\"identifier\":\"custom_openai/m\",\"api_key\":\"sk-%d\"}"
                                .formatted(number, number, number))
                .collect(Collectors.joining(","));
        var document = document(models, "{\"feature\": \"duo_chat\", \"model\": \"model 7\"}");
        var padding = MAX_BODY_BYTES - document.getBytes(StandardCharsets.UTF_8).length;
        assertThat(padding).isNotNegative();

        var stored = Documents.put(document + " ".repeat(padding));

        assertThat(sizes(stored)).containsExactly(5_000, 0, 0);
        assertThat(Documents.exported().at("/models/4999/has_api_key").asBoolean())
                .isTrue();
    }

    @Test
    void oneModelMoreIsRefusedWithTheLimit() {
        var refused = Documents.put(models(LIMIT + 1, "m", "a"));

        assertInvalid(refused).containsExactly("/models too-many");
        assertThat(refused.jsonPath().getString("detail")).contains(String.valueOf(LIMIT));
    }

    private static String models(int count, String name, String identifier) {
        return document(
                IntStream.range(0, count)
                        .mapToObj(
                                number -> "{\"name\":\"%s %d\",\"family\":\"claude_3\",\"identifier\":\"bedrock/%s%d\"}"
                                        .formatted(name, number, identifier, number))
                        .collect(Collectors.joining(",")),
                "");
    }

    private static List<Integer> sizes(Response applied) {
        assertThat(applied.statusCode())
                .as(() -> applied.asString().substring(0, 200))
                .isEqualTo(200);
        var models = Documents.json(applied.asString()).path("models");
        return List.of(
                models.path("create").size(),
                models.path("update").size(),
                models.path("delete").size());
    }
}
