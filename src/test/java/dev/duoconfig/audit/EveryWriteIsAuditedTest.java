package dev.duoconfig.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every operation of the contract that writes leaves an event, and only if it writes. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class EveryWriteIsAuditedTest {

    /** Operations that store nothing although their method suggests it. */
    private static final Set<String> NOT_WRITING = Set.of(
            "POST /gateway/check",
            "POST /models/check",
            "POST /models/{id}/check",
            "POST /plan",
            "POST /sign-in",
            "POST /gitlab-instances/{id}/plan",
            "DELETE /gitlab-instances/{id}/apply");

    /** Operations that continue after their response; {@code KeyRotationTest} checks their events. */
    private static final Set<String> BACKGROUND_WRITES = Set.of("POST /secrets/rewrap");

    /** Operations that need a GitLab, whose tests check their events. */
    private static final Set<String> WITH_GITLAB =
            Set.of("POST /configuration/imports/gitlab", "POST /gitlab-instances/{id}/apply");

    private static final String MODEL = """
            {"name": "New", "family": "mixtral", "endpoint": "https://vllm.example.com/v1", "identifier": "azure/new"}""";

    private static final String GITLAB = """
            {"name": "new", "url": "https://new.example.com", "token": "glpat-example"}""";

    /** A request that writes and one that is refused, for each operation. */
    private static final Map<String, Write> WRITES = Map.ofEntries(
            Map.entry(
                    "PUT /gateway",
                    new Write("/gateway", "{\"request_timeout_seconds\": 90}", "/gateway", "{\"url\": \"nowhere\"}")),
            Map.entry(
                    "PATCH /gateway",
                    new Write("/gateway", "{\"request_timeout_seconds\": 90}", "/gateway", "{\"url\": \"nowhere\"}")),
            Map.entry("POST /models", new Write("/models", MODEL, "/models", MODEL.replace("New", "Used"))),
            Map.entry(
                    "PUT /models/{id}",
                    new Write("/models/{id}", MODEL, "/models/{id}", MODEL.replace("mixtral", "codegemma"))),
            Map.entry(
                    "PATCH /models/{id}",
                    new Write("/models/{id}", "{\"name\": \"New\"}", "/models/{id}", "{\"name\": \"\"}")),
            Map.entry("DELETE /models/{id}", new Write("/models/{id}?unassign=true", null, "/models/{id}", null)),
            Map.entry(
                    "PATCH /features",
                    new Write(
                            "/features",
                            "[{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}]",
                            "/features",
                            "[{\"feature\": \"duo_chat\", \"provider\": \"disabled\"}, {\"feature\": \"nothing\"}]")),
            Map.entry(
                    "PUT /features/{feature}",
                    new Write(
                            "/features/duo_chat",
                            "{\"provider\": \"disabled\"}",
                            "/features/duo_chat",
                            "{\"model_id\": 99999}")),
            Map.entry(
                    "PUT /configuration",
                    new Write(
                            "/configuration",
                            "{\"gateway\": {}, \"models\": [" + MODEL + "], \"features\": []}",
                            "/configuration",
                            "{\"gateway\": {}, \"models\": []}")),
            Map.entry(
                    "POST /subscription/sync",
                    new Write("/subscription/sync", null, "/subscription/sync?dry_run=perhaps", null)),
            Map.entry(
                    "POST /gitlab-instances",
                    new Write("/gitlab-instances", GITLAB, "/gitlab-instances", GITLAB.replace("new", "used"))),
            Map.entry(
                    "PUT /gitlab-instances/{id}",
                    new Write("/gitlab-instances/{id}", GITLAB, "/gitlab-instances/{id}", "{}")),
            Map.entry(
                    "PATCH /gitlab-instances/{id}",
                    new Write(
                            "/gitlab-instances/{id}",
                            "{\"follow\": \"report\"}",
                            "/gitlab-instances/{id}",
                            "{\"url\": \"https://gitlab.example.org\"}")),
            Map.entry(
                    "DELETE /gitlab-instances/{id}",
                    new Write("/gitlab-instances/{id}", null, "/gitlab-instances/{id}?dry_run=perhaps", null)));

    private long model;
    private long gitlab;

    static List<String> writes() {
        return Contract.published().operations().stream()
                .filter(operation -> !operation.method().equals("GET"))
                .map(Object::toString)
                .filter(operation -> !NOT_WRITING.contains(operation))
                .filter(operation -> !BACKGROUND_WRITES.contains(operation))
                .filter(operation -> !WITH_GITLAB.contains(operation))
                .toList();
    }

    @BeforeEach
    void createAModelInUse() {
        Api.entitled();
        model = SampleModels.create("Used", "mixtral");
        Api.as("admin")
                .body("{\"model_id\": " + model + "}")
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
        gitlab = Api.as("admin")
                .body(GITLAB.replace("new", "used"))
                .post("/gitlab-instances")
                .jsonPath()
                .getLong("id");
    }

    @Test
    void everyWriteOfTheContractIsCovered() {
        assertThat(WRITES.keySet()).containsExactlyInAnyOrderElementsOf(writes());
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteLeavesEventsWithItsRevisionAndRequestId(String operation) {
        var before = events();

        var written = send(operation, write(operation).path(), write(operation).body());

        assertThat(written.statusCode()).as(written.asString()).isBetween(200, 204);
        assertThat(events().subList(0, before.size())).isEqualTo(before);
        assertThat(events().subList(before.size(), events().size()))
                .isNotEmpty()
                .containsOnly(Map.of(
                        "revision",
                        Long.parseLong(written.header("Config-Revision")),
                        "actor",
                        "local-admin",
                        "request_id",
                        "the-write",
                        "origin",
                        operation.equals("PUT /configuration") ? "document" : "request"));
        assertThat(Api.as("admin").get("/audit-events/verification").jsonPath().getBoolean("valid"))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aDryRunLeavesNoEvents(String operation) {
        var before = events();
        var path = write(operation).path();

        var dry = send(
                operation,
                path + (path.contains("?") ? "&" : "?") + "dry_run=true",
                write(operation).body());

        assertThat(dry.statusCode()).as(dry.asString()).isEqualTo(200);
        assertThat(events()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aRefusedWriteLeavesNoEvents(String operation) {
        var before = events();
        var write = write(operation);

        var refused = send(operation, write.refusedPath(), write.refusedBody());
        var forbidden = send(Api.as("viewer"), operation, write.path(), write.body());

        assertThat(refused.statusCode()).as(refused.asString()).isIn(400, 409, 422);
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(events()).isEqualTo(before);
    }

    private static Write write(String operation) {
        return Objects.requireNonNull(WRITES.get(operation), "No sample request for " + operation);
    }

    private Response send(String operation, String path, @Nullable String body) {
        return send(Api.as("admin"), operation, path, body);
    }

    private Response send(RequestSpecification request, String operation, String path, @Nullable String body) {
        if (body != null) {
            request.body(body);
        }
        return request.header("X-Request-Id", "the-write")
                .request(
                        operation.split(" ", 2)[0],
                        path.replace("/gitlab-instances/{id}", "/gitlab-instances/" + gitlab)
                                .replace("{id}", Long.toString(model)));
    }

    private static List<Map<String, @Nullable Object>> events() {
        return Database.rows("select revision, actor, request_id, origin from audit_event order by id");
    }

    /** A request that writes, and one of the same operation that is refused. */
    private record Write(
            String path,
            @Nullable String body,
            String refusedPath,
            @Nullable String refusedBody) {}
}
