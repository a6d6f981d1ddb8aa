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

/**
 * What the service is sent to instead of model servers, gateways and GitLabs: quick, sloppy, and given to repeating the
 * keys that it was shown.
 */
final class Neighbour implements AutoCloseable {

    private static final List<Integer> STATUSES = List.of(200, 404, 401, 500, 302);
    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    Neighbour() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", Neighbour::answer);
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

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var shown = String.join(" ", exchange.getRequestHeaders().getOrDefault("Authorization", List.of()))
                    + String.join(" ", exchange.getRequestHeaders().getOrDefault("api-key", List.of()));
            var body = """
                    {"object": "list", "data": [{"id": "%1$s"}, {"id": "Mixtral"}], "message": "%1$s",
                     "error": {"message": "%1$s"}, "errors": [{"message": "%1$s"}]}""".formatted(shown.replaceAll("[\"\\\\]", "")).getBytes(StandardCharsets.UTF_8);
            var status = STATUSES.get(Math.floorMod(exchange.getRequestURI().hashCode(), STATUSES.size()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Location", "/" + exchange.getRequestMethod());
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
