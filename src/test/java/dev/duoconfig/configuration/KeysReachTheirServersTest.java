package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.configuration.RecordingServers.Received;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.configuration.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stored key never reaches a host that it was not entered for, in random sequences of all writes, and of changes in the
 * database. A host is one that a key was entered for if a caller entered the key for it, or if a write moved the key there and
 * said so in a warning.
 */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class KeysReachTheirServersTest {

    private static final int ROUNDS = 2;
    private static final long SEED = 20261127;
    private static final List<String> NAMES = List.of("One", "Two", "Three");
    private static final List<String> FEATURES = List.of("duo_chat", "code_generations", "code_completions");
    private static final int MODEL_SERVERS = 3;
    private static final int GATEWAYS = 2;
    private static final String MOVED = "api_key_for_another_server";

    private final RecordingServers servers = new RecordingServers(MODEL_SERVERS + GATEWAYS);
    private final FakeGitLab gitlab = new FakeGitLab();
    private final Random random = new Random(SEED);

    /** The key that each model has, by the name of the model. */
    private final Map<String, String> keys = new LinkedHashMap<>();

    private final Map<String, Set<String>> enteredFor = new HashMap<>();
    private final List<Long> revisions = new ArrayList<>();
    private int lastKey;

    @BeforeEach
    void start() {
        Api.entitled();
        patch("/gateway", "{\"outbound_allowlist\": [\"127.0.0.0/8\"], \"url\": \"" + gateway() + "\"}");
        for (var i = 0; i < NAMES.size(); i++) {
            var id = Api.as("admin")
                    .body(Map.of(
                            "name",
                            NAMES.get(i),
                            "family",
                            "mixtral",
                            "identifier",
                            "custom_openai/served",
                            "endpoint",
                            server() + "/v1"))
                    .post("/models")
                    .jsonPath()
                    .getLong("id");
            Api.as("admin")
                    .body("{\"model_id\": " + id + "}")
                    .put("/features/" + FEATURES.get(i))
                    .then()
                    .statusCode(200);
            enterKey(NAMES.get(i));
        }
    }

    @AfterEach
    void stop() {
        servers.close();
        gitlab.stop();
        Database.execute("update security_form set keys_bound = true, unbound_keys_refused = true, audit_keyed = true");
    }

    @Test
    void randomWritesBringNoKeyToAnotherHost() {
        List<Runnable> writes = List.of(
                () -> enterKey(any(NAMES)),
                this::move,
                this::replaceAndMove,
                this::planAMove,
                this::applyADocument,
                this::renameAndBack,
                this::restore,
                this::importFromGitLab,
                this::changeTheGateway,
                this::checkADraft,
                () -> Api.as("admin").post("/secrets/rewrap").then().statusCode(202),
                () -> changeRow("endpoint = '" + server() + "/v1'"),
                () -> changeRow("endpoint = (select max(endpoint) from model)"),
                () -> changeRow("(api_key_sealed, api_key_key_id, api_key_updated_at) = (select api_key_sealed,"
                        + " api_key_key_id, api_key_updated_at from model order by id desc limit 1)"),
                () -> changeDatabase("update gateway set url = '" + gateway() + "'"),
                () -> changeDatabase("update gateway set url = null, environment_url = '" + gateway() + "'"),
                () -> changeDatabase("update security_form set keys_bound = false, unbound_keys_refused = false"));
        for (var round = 0; round < ROUNDS; round++) {
            var inOrder =
                    new ArrayList<>(IntStream.range(0, writes.size()).boxed().toList());
            Collections.shuffle(inOrder, random);
            for (var write : inOrder) {
                writes.get(write).run();
                sendKeys();
                assertThat(servers.received())
                        .as("round %d, after write %d of %s", round, write, inOrder)
                        .allSatisfy(received -> assertThat(enteredFor.get(received.key()))
                                .as(received.key())
                                .contains(received.server()));
                revisions.add(Documents.revision());
            }
            servers.received().clear();
            NAMES.forEach(this::enterKey);
            changeTheGateway();
            sendKeys();
            assertThat(servers.received())
                    .extracting(Received::key)
                    .as("every model uses its key")
                    .containsAll(keys.values());
        }
    }

    /** Makes the service use all keys: in checks, directly and through the gateway, and in the metadata of models. */
    private void sendKeys() {
        for (var model : models()) {
            var path = "/models/" + model.get("id") + "/check";
            Api.as("admin").post(path);
            Api.as("admin").post(path + "?via=gateway");
        }
        for (var feature : FEATURES) {
            var metadata = Api.as("resolver").get("/features/" + feature + "/model-metadata");
            if (metadata.statusCode() == 200) {
                servers.record(host(metadata.jsonPath().getString("endpoint")), metadata.asString());
            }
        }
    }

    private void enterKey(String name) {
        lastKey++;
        var key = "sk-" + lastKey + "-end";
        var changed = patch("/models/" + id(name), "{\"api_key\": \"" + key + "\"}");
        keys.put(name, key);
        allow(name, host(changed.jsonPath().getString("endpoint")));
        var gateway = Api.as("viewer").get("/gateway").jsonPath().getString("url");
        if (gateway != null) {
            allow(name, gateway);
        }
    }

    private void move() {
        var name = any(NAMES);
        var server = server();
        allowMove(patch("/models/" + id(name), "{\"endpoint\": \"" + server + "/v1\"}"), name, server);
    }

    private void replaceAndMove() {
        var name = any(NAMES);
        var server = server();
        allowMove(put(name, server, ""), name, server);
    }

    private void planAMove() {
        put(any(NAMES), server(), "?dry_run=true").then().statusCode(200);
    }

    private static Response put(String name, String server, String query) {
        return Api.as("admin")
                .body(Map.of(
                        "name",
                        name,
                        "family",
                        "mixtral",
                        "identifier",
                        "custom_openai/served",
                        "endpoint",
                        server + "/v1"))
                .put("/models/" + id(name) + query);
    }

    private void applyADocument() {
        var document = Documents.exported();
        var moved = (ObjectNode) document.path("models").path(random.nextInt(NAMES.size()));
        moved.put("endpoint", server() + "/v1");
        if (random.nextBoolean()) {
            ((ObjectNode) document.path("gateway")).put("url", gateway());
        }
        Documents.plan(document.toString()).then().statusCode(200);
        allowMoves(Documents.apply(document.toString()), document);
    }

    /** Both documents leave out the keys, which stay with their models. */
    private void renameAndBack() {
        var document = Documents.exported();
        var renamed = json(document.toString().replace("\"" + any(NAMES) + "\"", "\"Renamed\""));

        allowMoves(Documents.apply(renamed.toString()), renamed);
        allowMoves(Documents.apply(document.toString()), document);
        assertThat(Documents.exported()).isEqualTo(document);
    }

    private void restore() {
        if (revisions.isEmpty()) {
            return;
        }
        var earlier = Api.as("admin").get("/configuration?at_revision=" + any(revisions));
        var applied = Documents.put(earlier.asString());
        if (applied.statusCode() == 200) {
            allowMoves(applied, json(earlier.asString()));
        }
    }

    private void importFromGitLab() {
        var models = NAMES.stream().map(name -> """
                        {"name": "%s", "model": "MIXTRAL", "endpoint": "%s/v1", "identifier": "custom_openai/served",
                         "hasApiToken": true}""".formatted(name, server())).toList();
        var choices = IntStream.range(0, NAMES.size())
                .mapToObj(i -> """
                        {"feature": "%s", "provider": "SELF_HOSTED", "selfHostedModel": {"name": "%s"}}""".formatted(FEATURES.get(i), NAMES.get(i)))
                .toList();
        var other = gateway();
        gitlab.respond("aiSelfHostedModels", page("aiSelfHostedModels", models));
        gitlab.respond("aiFeatureSettings", page("aiFeatureSettings", choices));
        gitlab.respond("duoSettings", "{\"data\": {\"duoSettings\": {\"aiGatewayUrl\": \"" + other + "\"}}}");
        var imported = Api.as("admin")
                .body("{\"url\": \"" + gitlab.url() + "\", \"token\": \"" + FakeGitLab.TOKEN + "\"}")
                .post("/configuration/imports/gitlab");
        assertThat(imported.statusCode()).as(imported.asString()).isEqualTo(200);
        assertThat(imported.jsonPath().getList("plan.warnings.pointer", String.class))
                .noneMatch(pointer -> pointer.endsWith("/endpoint"));
        if (imported.jsonPath().getList("plan.warnings.code").contains(MOVED)) {
            NAMES.forEach(name -> allow(name, other));
        }
    }

    private static String page(String field, List<String> nodes) {
        return "{\"data\": {\"%s\": {\"nodes\": %s, \"pageInfo\": {\"hasNextPage\": false, \"endCursor\": null}}}}"
                .formatted(field, nodes);
    }

    private void changeTheGateway() {
        var url = gateway();
        var changed = patch("/gateway", "{\"url\": \"" + url + "\"}");
        if (changed.jsonPath().getList("warnings.code").contains(MOVED)) {
            NAMES.forEach(name -> allow(name, url));
        }
    }

    private void checkADraft() {
        Api.as("admin")
                .body(Map.of(
                        "id",
                        id(any(NAMES)),
                        "family",
                        "mixtral",
                        "identifier",
                        "custom_openai/served",
                        "endpoint",
                        server() + "/v1"))
                .post("/models/check");
    }

    private void changeRow(String assignment) {
        changeDatabase("update model set " + assignment + " where name = '" + any(NAMES) + "'");
    }

    private static void changeDatabase(String statement) {
        Database.execute("begin; update configuration_state set revision = revision + 1; " + statement + "; commit");
        Api.refresh();
    }

    private void allowMove(Response changed, String name, String server) {
        changed.then().statusCode(200);
        if (changed.jsonPath().getList("warnings.code").contains(MOVED)) {
            allow(name, server);
        }
    }

    private void allowMoves(Response applied, JsonNode document) {
        json(applied.asString()).path("warnings").forEach(warning -> {
            var pointer = warning.path("pointer").asText();
            if (warning.path("code").asText().equals(MOVED) && pointer.equals("/gateway/url")) {
                NAMES.forEach(name -> allow(name, document.at(pointer).asText()));
            } else if (warning.path("code").asText().equals(MOVED)) {
                var model = document.at(pointer.replace("/endpoint", ""));
                allow(model.path("name").asText(), host(model.path("endpoint").asText()));
            }
        });
    }

    private void allow(String name, String server) {
        enteredFor
                .computeIfAbsent(Objects.requireNonNull(keys.get(name)), key -> new HashSet<>())
                .add(server);
    }

    private static List<Map<String, Object>> models() {
        return Api.as("viewer").get("/models").jsonPath().getList("$");
    }

    private static String id(String name) {
        return models().stream()
                .filter(model -> name.equals(model.get("name")))
                .map(model -> String.valueOf(model.get("id")))
                .findFirst()
                .orElseThrow();
    }

    private static Response patch(String path, String body) {
        var response = Api.as("admin").body(body).patch(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response;
    }

    private static String host(String endpoint) {
        return endpoint.replace("/v1", "");
    }

    private String server() {
        return servers.url(random.nextInt(MODEL_SERVERS));
    }

    private String gateway() {
        return servers.url(MODEL_SERVERS + random.nextInt(GATEWAYS));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
