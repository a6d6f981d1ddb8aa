package dev.duoconfig.store;

import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ConcurrentWritesTest {

    private final CommittedChanges changes;
    private final CurrentSnapshot current;

    ConcurrentWritesTest(CommittedChanges changes, CurrentSnapshot current) {
        this.changes = changes;
        this.current = current;
    }

    @Test
    void ofTwoModelsCreatedAtOnceWithTheSameNameOneIsCreated() throws Exception {
        Api.entitled();
        var before = current.get().revision();

        for (int round = 0; round < 5; round++) {
            var name = "round " + round;
            var responses = AtOnce.run(2, writer -> create(name));

            assertThat(responses).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409);
            assertThat(responses)
                    .filteredOn(response -> response.statusCode() == 409)
                    .extracting(response -> response.jsonPath().getString("code"))
                    .containsExactly("name-taken");
        }

        assertThat(current.get().models()).hasSize(5);
        assertThat(current.get().revision()).isEqualTo(before + 5);
        changes.assertAllAccountedForSince(before);
    }

    @Test
    void ofFiftyWritersWithTheSameEntityTagOneSucceeds() throws Exception {
        Api.entitled();
        var read = create("read by all");
        var before = current.get().revision();

        var statuses = AtOnce.run(50, writer -> Api.as("admin")
                .header("If-Match", read.header("ETag"))
                .body("{\"name\": \"written by %d\"}".formatted(writer))
                .patch("/models/" + read.jsonPath().getLong("id"))
                .statusCode());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
        assertThat(current.get().revision()).isEqualTo(before + 1);
        changes.assertAllAccountedForSince(before);
    }

    @Test
    void noUpdateIsLostWhenWritersRetryAfterAConflict() throws Exception {
        Api.entitled();
        var path = "/models/" + create("counted 0").jsonPath().getLong("id");
        var before = current.get().revision();

        var conflicts = AtOnce.run(
                10, writer -> IntStream.range(0, 5).map(step -> increment(path)).sum());

        assertThat(Api.as("viewer").get(path).jsonPath().getString("name")).isEqualTo("counted 50");
        assertThat(current.get().revision()).isEqualTo(before + 50);
        assertThat(conflicts).as("conflicts per writer").anyMatch(count -> count > 0);
        changes.assertAllAccountedForSince(before);
    }

    @Test
    void aMixOfConcurrentWritesLeavesAConsistentState() throws Exception {
        Api.entitled();
        var before = current.get().revision();
        var models = new ConcurrentLinkedQueue<Long>();

        var statuses = AtOnce.run(8, writer -> IntStream.range(0, 25)
                        .mapToObj(step -> anyWrite(new Random(1000L * writer + step), models)
                                .statusCode())
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(statuses).isSubsetOf(200, 201, 204, 404, 409, 422).contains(200, 201, 204);
        var created = statuses.stream().filter(status -> status == 201).count();
        var deleted = statuses.stream().filter(status -> status == 204).count();
        assertThat((long) current.get().models().size()).isEqualTo(created - deleted);
        changes.assertAllAccountedForSince(before);
    }

    /** Adds one to the number in the model's name, and retries while other writers get in first. Returns the conflicts. */
    private static int increment(String path) {
        for (int conflicts = 0; conflicts < 1000; conflicts++) {
            var read = Api.as("admin").get(path);
            read.then().statusCode(200);
            var name = read.jsonPath().getString("name");
            var number = Integer.parseInt(name.substring(name.indexOf(' ') + 1));
            var response = Api.as("admin")
                    .header("If-Match", read.header("ETag"))
                    .body("{\"name\": \"counted %d\"}".formatted(number + 1))
                    .patch(path);
            if (response.statusCode() == 200) {
                return conflicts;
            }
            assertThat(response.statusCode()).isEqualTo(412);
        }
        throw new AssertionError("no write succeeded");
    }

    private static Response anyWrite(Random random, Queue<Long> models) {
        var model = models.peek();
        var kind = model == null ? 0 : random.nextInt(8);
        return switch (kind) {
            case 0, 1 -> {
                var created = create("model " + random.nextLong());
                models.add(created.jsonPath().getLong("id"));
                yield created;
            }
            case 2, 3 ->
                Api.as("admin").body("{\"model_id\": %d}".formatted(model)).put("/features/duo_chat");
            case 4 -> Api.as("admin").body("""
                        [{"feature": "code_generations", "model_id": %d},
                         {"feature": "code_completions", "provider": "disabled"}]""".formatted(model)).patch("/features");
            case 5 -> Api.as("admin").delete("/models/" + model);
            case 6 -> {
                models.remove(model);
                yield Api.as("admin").queryParam("unassign", true).delete("/models/" + model);
            }
            default ->
                Api.as("admin")
                        .body("{\"request_timeout_seconds\": %d}".formatted(60 + random.nextInt(540)))
                        .patch("/gateway");
        };
    }

    private static Response create(String name) {
        return Api.as("admin").body("""
                {"name": "%s", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/Mixtral"}""".formatted(name)).post("/models");
    }
}
