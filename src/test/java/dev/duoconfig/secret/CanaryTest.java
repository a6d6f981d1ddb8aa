package dev.duoconfig.secret;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.net.URLEncoder.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Stores a key that only one response may contain, and searches for it everywhere else, in every encoding. */
@Tag("own-start")
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@TestProfile(CanaryTest.LoggingEverything.class)
class CanaryTest {

    private static final Path LOG = Path.of("target", "canary.log");

    /** Contains characters that are encoded in JSON, in a URL, and in base64. */
    private static final String KEY = "Canary-7f3a+9b/\"quoted\"\\~%41-end-of-canary";

    /** Logs everything to a file. */
    public static final class LoggingEverything implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.log.min-level", "TRACE",
                    "quarkus.log.level", "TRACE",
                    "quarkus.log.category.\"com.arjuna\".level", "TRACE",
                    "quarkus.log.category.\"org.flywaydb\".level", "TRACE",
                    // The client of this test logs what it sends.
                    "quarkus.log.category.\"org.apache.http\".level", "OFF",
                    "quarkus.log.console.level", "WARN",
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", LOG.toString(),
                    "quarkus.log.file.rotation.max-file-size", "1G");
        }
    }

    @Test
    void theKeyAppearsOnlyInModelMetadata() throws IOException {
        var places = new LinkedHashMap<String, String>();
        prepare(places);

        callEverything(places);
        importFromAGitLabThatEchoes(places);

        assertThat(Api.as("resolver")
                        .get("/features/duo_chat/model-metadata")
                        .jsonPath()
                        .getString("api_key"))
                .isEqualTo(KEY);
        removeModels(places);
        places.put("metrics", Api.anonymous().get("/q/metrics").asString());
        places.put("threads", threads());
        places.put("log", Files.readString(LOG, StandardCharsets.ISO_8859_1));
        tables().forEach(table -> places.put("table " + table, rows(table)));
        dataFiles(places);
        assertThat(places.get("log")).contains("TRACE").hasSizeGreaterThan(100_000);
        assertThat(places).containsKeys("table model", "table gitlab_instance", "table audit_event");
        places.forEach((place, text) -> encodings().forEach((encoding, needle) -> assertThat(text.contains(needle))
                .as("the key as %s in %s", encoding, place)
                .isFalse()));
    }

    /** The statements that make writes of models fail, and those that undo them. */
    static Stream<Arguments> failures() {
        var undo = "drop trigger if exists canary on %s";
        var function = "create or replace function canary() returns trigger language plpgsql as $$ begin %s end $$";
        var trigger = "create trigger canary before insert on %s for each row execute function canary()";
        return Stream.of(
                arguments(
                        "a constraint",
                        List.of(
                                "alter table model add constraint canary check (name not like 'Row-canary%') not valid"),
                        "alter table model drop constraint canary"),
                arguments(
                        "a unique index",
                        List.of("create unique index canary on model (replace(name, '2', '1'))"),
                        "drop index canary"),
                arguments(
                        "a trigger with details",
                        List.of(
                                function.formatted("raise 'refused' using detail = new.name, hint = new.name;"),
                                trigger.formatted("model")),
                        undo.formatted("model")),
                arguments(
                        "a statement of a trigger",
                        List.of(
                                function.formatted(
                                        "execute 'select ' || quote_literal(new.name) || ' from nothing'; return new;"),
                                trigger.formatted("model")),
                        undo.formatted("model")),
                arguments(
                        "a lost connection",
                        List.of(
                                function.formatted("perform pg_terminate_backend(pg_backend_pid()); return new;"),
                                trigger.formatted("model")),
                        undo.formatted("model")),
                arguments(
                        "the audit trail",
                        List.of(
                                function.formatted("raise unique_violation using detail = new.after::text;"),
                                trigger.formatted("audit_event")),
                        undo.formatted("audit_event")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void noValueOfARowIsLoggedWhenAWriteFails(String failure, List<String> cause, String undo) throws IOException {
        Api.entitled();
        Database.execute(cause.toArray(String[]::new));
        try {
            var statuses = Stream.of("Row-canary-1", "Row-canary-2")
                    // The contract does not list the status of a broken database.
                    .map(name -> Api.as("admin")
                            .noFilters()
                            .body(SampleModels.body("name", name))
                            .post("/models"))
                    .map(Response::statusCode)
                    .toList();
            assertThat(statuses.get(1)).isGreaterThanOrEqualTo(500);
        } finally {
            Database.execute(undo);
        }

        assertThatNoLogContains("Row-canary");
        assertThat(Files.readString(LOG, StandardCharsets.ISO_8859_1))
                .doesNotContain(
                        "insert into model",
                        "insert into audit_event",
                        "update model",
                        "update configuration_state set revision");
    }

    @Test
    void noValueOfARowIsLoggedWhenATableIsLocked() throws Exception {
        Api.entitled();
        var id = SampleModels.id(SampleModels.post(SampleModels.body("name", "Row-canary-1")));
        try (var connection = Database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table model in share row exclusive mode");

            var response = Api.as("admin")
                    .body("{\"name\": \"Row-canary-2\", \"api_key\": " + "\"" + json() + "\"}")
                    .patch("/models/" + id);

            assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
        }

        assertThatNoLogContains("Row-canary");
    }

    private static void assertThatNoLogContains(String value) throws IOException {
        var data = Path.of(ConfigProvider.getConfig().getValue("duo.data-dir", String.class));
        for (var log : List.of(LOG, data.resolve("postgresql/log"))) {
            assertThat(Files.readString(log, StandardCharsets.ISO_8859_1).lines())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(value));
        }
    }

    private static void prepare(Map<String, String> places) {
        Api.entitled();
        places.put(
                "gateway",
                text(Api.as("admin")
                        .body("{\"url\": \"https://aigw.example.com\"}")
                        .patch("/gateway")));
        var created = SampleModels.post(SampleModels.body("api_key", KEY));
        places.put("creation", text(created));
        var assigned = Api.as("admin")
                .body("{\"model_id\": " + created.jsonPath().getLong("id") + "}")
                .put("/features/duo_chat");
        assertThat(assigned.statusCode()).isEqualTo(200);
        var gitlab = Api.as("admin")
                .body("{\"name\": \"Canary\", \"url\": \"http://127.0.0.1:9\", \"token\": \"" + json() + "\"}")
                .post("/gitlab-instances");
        assertThat(gitlab.statusCode()).as(gitlab.asString()).isEqualTo(201);
        places.put("GitLab instance", text(gitlab));
    }

    /** Calls every operation with valid, invalid, and malformed bodies that contain the key. */
    private static void callEverything(Map<String, String> places) {
        var model = Api.as("viewer").get("/models").jsonPath().getLong("[0].id");
        var gitlab = Api.as("viewer").get("/gitlab-instances").jsonPath().getLong("[0].id");
        for (var operation : operations()) {
            var path = operation
                    .path()
                    .replace("/gitlab-instances/{id}", "/gitlab-instances/" + gitlab)
                    .replace("{id}", Long.toString(model))
                    .replace("{feature}", "duo_chat");
            for (var role : List.of("admin", "planner", "viewer", "resolver")) {
                for (var body : bodies(operation)) {
                    if (mayHoldTheKey(operation, role)) {
                        continue;
                    }
                    var request = Api.as(role);
                    var response = (body.isEmpty() ? request : request.body(body)).request(operation.method(), path);
                    places.put(operation + " as " + role + " with " + body, text(response));
                }
            }
        }
    }

    /** Uses the key as the token for a GitLab that echoes it in headers and errors. */
    private static void importFromAGitLabThatEchoes(Map<String, String> places) throws IOException {
        var gitlab = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gitlab.createContext("/", CanaryTest::echo);
        gitlab.start();
        var host = "127.0.0.1:" + gitlab.getAddress().getPort();
        Api.as("admin")
                .body("{\"outbound_allowlist\": [\"" + host + "\"]}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        try {
            for (var status : List.of("200", "401", "500")) {
                var response = Api.as("admin")
                        .body("{\"url\": \"http://" + host + "/" + status + "\", \"token\": \"" + json() + "\"}")
                        .post("/configuration/imports/gitlab");
                assertThat(response.statusCode()).as(response.asString()).isEqualTo(502);
                places.put("import from a GitLab that returns " + status, text(response));
            }
        } finally {
            gitlab.stop(0);
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        var sent = exchange.getRequestHeaders().getFirst("Authorization");
        var body = ("{\"errors\": [{\"message\": \"" + escape(sent) + "\"}]}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("WWW-Authenticate", sent);
        exchange.sendResponseHeaders(
                Integer.parseInt(exchange.getRequestURI().getPath().substring(1, 4)), body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** All operations except the event stream, which never ends and contains only revisions. */
    private static List<Operation> operations() {
        return Contract.published().operations().stream()
                .filter(operation -> !operation.method().equals("DELETE"))
                .filter(operation -> !operation.path().equals("/events"))
                .sorted(Comparator.comparing(Operation::toString))
                .toList();
    }

    private static boolean mayHoldTheKey(Operation operation, String role) {
        return operation.path().endsWith("/model-metadata") && role.equals("resolver");
    }

    private static List<String> bodies(Operation operation) {
        if (operation.method().equals("GET")) {
            return List.of("");
        }
        var key = "\"" + json() + "\"";
        var model = """
                {"name": "%s", "family": "%s", "endpoint": "http://127.0.0.1:9/v1",
                 "identifier": "custom_openai/m", "api_key": %s}""";
        return List.of(
                "",
                "{\"api_key\": " + key + "}",
                model.formatted("Canary", "mixtral", key),
                model.formatted("Canary", "mixtral", key),
                model.formatted("", "no-such-family", key),
                "{\"api_key\": [" + key + "]}",
                "{\"api_key\": {\"value\": " + key + "}}",
                "{\"unknown\": " + key + "}",
                "{\"token\": " + key + "}",
                "{\"name\": \"Canary\", \"url\": \"http://127.0.0.1:9\", \"token\": " + key + "}",
                "{\"url\": \"nowhere\", \"token\": " + key + "}",
                "{\"api_key\": " + key + ", \"api_key\": " + key + "}",
                "{\"api_key\": " + key,
                "[" + key + "]",
                key,
                "{\"api_key\": \"" + json() + "\\n\"}",
                "{\"api_key\": \"" + json().repeat(60) + "\"}",
                "{\"models\": [" + model.formatted("Planned", "mixtral", key) + "]}",
                "{\"models\": [" + model.formatted("", "no-such-family", key) + "]}",
                "{\"models\": [{\"id\": " + key + ", \"api_key\": " + key + "}]}");
    }

    private static void removeModels(Map<String, String> places) {
        List<Integer> ids =
                Api.as("viewer").get("/models?per_page=100").jsonPath().getList("id");
        for (var id : ids) {
            places.put("refusal to delete " + id, text(Api.as("admin").delete("/models/" + id)));
        }
        places.put(
                "deletion",
                text(Api.as("admin").delete("/models/" + ids.get(ids.size() - 1) + "?unassign=true&dry_run=true")));
    }

    /** The key in encodings that would not be recognized at a glance. */
    private static Map<String, String> encodings() {
        var bytes = KEY.getBytes(StandardCharsets.UTF_8);
        var encodings = new LinkedHashMap<String, String>();
        encodings.put("itself", KEY);
        encodings.put("JSON", json());
        encodings.put("JSON in JSON", escape(json()));
        encodings.put("its middle", "7f3a+9b/");
        encodings.put("its end", "end-of-canary");
        encodings.put("URL", encode(KEY, StandardCharsets.UTF_8));
        encodings.put("URL in lower case", encode(KEY, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        encodings.put("hex", HexFormat.of().formatHex(bytes));
        encodings.put("HEX", HexFormat.of().withUpperCase().formatHex(bytes));
        for (int shift = 0; shift < 3; shift++) {
            var shifted = ("x".repeat(shift) + KEY + "xxx").getBytes(StandardCharsets.UTF_8);
            // Without the ends, which depend on the adjacent characters.
            encodings.put(
                    "base64 shifted by " + shift, inner(Base64.getEncoder().encodeToString(shifted)));
            encodings.put(
                    "URL base64 shifted by " + shift,
                    inner(Base64.getUrlEncoder().encodeToString(shifted)));
        }
        return encodings;
    }

    private static String inner(String encoded) {
        return encoded.substring(4, encoded.length() - 8);
    }

    private static String json() {
        return escape(KEY);
    }

    private static String escape(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static String text(Response response) {
        return response.statusLine() + "\n" + response.headers() + "\n" + response.asString();
    }

    private static String threads() {
        var text = new StringBuilder();
        for (var thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            text.append(thread);
        }
        return text.toString();
    }

    private static Set<String> tables() {
        var names = new LinkedHashSet<String>();
        Database.rows("select table_name from information_schema.tables where table_schema = 'public'")
                .forEach(row -> names.add(String.valueOf(row.get("table_name"))));
        return names;
    }

    private static String rows(String table) {
        var lines = new ArrayList<String>();
        Database.rows("select t::text as line from public.\"" + table + "\" t")
                .forEach(row -> lines.add(String.valueOf(row.get("line"))));
        return String.join("\n", lines);
    }

    /** Everything that the database wrote to disk, including the write-ahead log, which a dump does not contain. */
    private static void dataFiles(Map<String, String> places) throws IOException {
        Database.execute("checkpoint");
        var directory =
                Path.of(ConfigProvider.getConfig().getValue("duo.data-dir", String.class), "postgresql", "data");
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                try {
                    places.put(
                            "file " + directory.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (NoSuchFileException e) {
                    assertThat(e.getFile())
                            .as("a file that the database has removed")
                            .isNotNull();
                }
            }
        }
        assertThat(places.keySet()).anyMatch(place -> place.contains("pg_wal"));
    }
}
