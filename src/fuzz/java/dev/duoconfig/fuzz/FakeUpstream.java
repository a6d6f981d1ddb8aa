package dev.duoconfig.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * The server that the service calls instead of model servers, gateways, and GitLab instances. Its responses are often wrong,
 * and they repeat the credentials of the request.
 */
final class FakeUpstream implements AutoCloseable {

    private static final List<Integer> STATUSES = List.of(200, 404, 401, 500, 302);
    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    FakeUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", FakeUpstream::respond);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            var requestBody = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var credentials = String.join(" ", exchange.getRequestHeaders().getOrDefault("Authorization", List.of()))
                    + String.join(" ", exchange.getRequestHeaders().getOrDefault("api-key", List.of()));
            var body = """
                    {"object": "list", "data": [{"id": "%1$s"}, {"id": "Mixtral"}], "message": "%1$s",
                     "error": {"message": "%1$s"}, "errors": [{"message": "%1$s"}]}""".formatted(credentials.replaceAll("[\"\\\\]", "")).getBytes(StandardCharsets.UTF_8);
            var graphQl = graphQl(requestBody, credentials);
            var status = graphQl != null
                    ? 200
                    : STATUSES.get(Math.floorMod(exchange.getRequestURI().hashCode(), STATUSES.size()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Location", "/" + exchange.getRequestMethod());
            var bytes = graphQl == null ? body : graphQl.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The response of a GitLab instance, in a variant that the token selects; null for the response to all other requests. */
    private static @Nullable String graphQl(String requestBody, String token) {
        var variant = Math.floorMod(token.hashCode(), 5);
        if (variant == 0) {
            return null;
        }
        if (requestBody.contains("duoSettings")) {
            return variant == 1
                    ? "{\"data\": {\"duoSettings\": null}}"
                    : """
                    {"data": {"duoSettings": {"aiGatewayUrl": %s}}}""".formatted(variant == 2 ? "null" : "\"https://aigw.example.com\"");
        }
        if (requestBody.contains("aiSelfHostedModels")) {
            return list(
                    "aiSelfHostedModels",
                    switch (variant) {
                        case 2 -> "";
                        case 3 ->
                            model("Mixtral", "MIXTRAL") + ", "
                                    + model("\u202e \ud83e\udd16 " + "a".repeat(300), "MISTRAL");
                        default -> model("Mixtral", "MIXTRAL") + ", " + model("Claude", "CLAUDE_3");
                    });
        }
        return requestBody.contains("aiFeatureSettings") ? list("aiFeatureSettings", variant == 2 ? "" : """
                        {"feature": "DUO_CHAT", "provider": "SELF_HOSTED", "selfHostedModel": {"name": "Mixtral"}},
                        {"feature": "CODE_GENERATIONS", "provider": "DISABLED", "selfHostedModel": null},
                        {"feature": "OF_ANOTHER_RELEASE", "provider": "VENDORED", "selfHostedModel": null}""") : null;
    }

    private static String list(String field, String nodes) {
        return """
                {"data": {"%s": {"nodes": [%s], "pageInfo": {"hasNextPage": false, "endCursor": null}}}}""".formatted(field, nodes);
    }

    private static String model(String name, String family) {
        return """
                {"name": "%s", "model": "%s", "endpoint": "https://vllm.example.com/v1", "identifier": "custom_openai/m",
                 "hasApiToken": true}""".formatted(name, family);
    }
}
