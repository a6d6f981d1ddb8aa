package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.packaged.PackagedApplication;
import org.jspecify.annotations.Nullable;

/** An instance of the packaged service with an external database, and a client that sees status and headers. */
final class Instance implements AutoCloseable {

    /** A master key that tests share. */
    static final String MASTER_KEY = "NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU=";

    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    /** Longer than the service takes to refuse a request without its database. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final PackagedApplication application;
    private final HttpClient client = HttpClient.newHttpClient();

    private Instance(PackagedApplication application) {
        this.application = application;
    }

    /** Starts an instance and waits until it is ready. */
    static Instance start(Path home, String name, String url, Map<String, String> settings) throws Exception {
        return new Instance(PackagedApplication.start(home, environment(home, name, url, settings)));
    }

    static Instance start(Path home, String name, String url) throws Exception {
        return start(home, name, url, Map.of());
    }

    /** The one line with which an instance refuses to start. */
    static String refusal(Path home, String name, String url, Map<String, String> settings) throws Exception {
        try (var application = PackagedApplication.launch(home, environment(home, name, url, settings))) {
            application.awaitExit();
            return application.errors().strip();
        }
    }

    private static Map<String, String> environment(Path home, String name, String url, Map<String, String> settings)
            throws IOException {
        var subscription = home.resolve("subscription.json");
        Files.writeString(subscription, SUBSCRIPTION);
        var environment = new HashMap<>(Map.of(
                "DUO_DATABASE_URL",
                url,
                "DUO_DATABASE_USERNAME",
                PostgresServer.ROLE,
                "DUO_MASTER_KEY",
                MASTER_KEY,
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                subscription.toString(),
                "DUO_DATA_DIR",
                name));
        environment.putAll(settings);
        return environment;
    }

    /** Stores what features need to resolve: the subscription and the gateway. */
    void configure() throws Exception {
        application.call("admin", "POST", "/subscription/sync", "");
        application.call("admin", "PATCH", "/gateway", "{\"url\": \"https://aigw.example.com\"}");
    }

    /** Creates a model and returns its ID. */
    long createModel(String name) throws Exception {
        return createModel(name, null);
    }

    /** Creates a model with an API key and returns its ID. */
    long createModel(String name, @Nullable String apiKey) throws Exception {
        return application
                .call("admin", "POST", "/models", """
                {"name": "%s", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                 "identifier": "custom_openai/Mixtral", "api_key": %s}""".formatted(name, apiKey == null ? null : '"' + apiKey + '"'))
                .path("id")
                .asLong();
    }

    /** Sends a request, and fails unless the status is 2xx. */
    JsonNode call(String role, String method, String path, String body) throws IOException, InterruptedException {
        return application.call(role, method, path, body);
    }

    /** Sends a request, and returns the response whatever its status. */
    HttpResponse<String> send(String role, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path))
                .timeout(LIMIT)
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + application.token(role))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sets the timeout of the gateway, the smallest change, and returns the response. */
    HttpResponse<String> setTimeout(int seconds) throws IOException, InterruptedException {
        return send("admin", "PATCH", "/gateway", "{\"request_timeout_seconds\": %d}".formatted(seconds));
    }

    /** The status of the smallest change; 0 if there is no response. */
    int statusOfAChange(int seconds) {
        try {
            return setTimeout(seconds).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of what a viewer reads. */
    String bodyOf(String path) {
        return read(path).body();
    }

    /** The status of what a viewer reads. */
    int statusOf(String path) {
        return read(path).statusCode();
    }

    private HttpResponse<String> read(String path) {
        try {
            return send("viewer", "GET", path, "");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The revision that the instance serves from memory. */
    long served() throws IOException, InterruptedException {
        return revision(send("viewer", "GET", "/features", ""));
    }

    static long revision(HttpResponse<String> response) {
        return response.headers().firstValueAsLong("Config-Revision").orElse(0);
    }

    /** The value of a metric without labels. */
    double metric(String name) throws IOException, InterruptedException {
        return send("viewer", "GET", "/q/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    PackagedApplication application() {
        return application;
    }

    String log() {
        return application.log();
    }

    @Override
    public void close() {
        application.close();
    }
}
