package dev.duoconfig.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Model servers and AI gateways on the loopback interface, which record the API keys that they are sent. */
final class RecordingServers implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("sk-[0-9]+-end");

    private final List<HttpServer> servers = new ArrayList<>();
    private final Set<Received> received = ConcurrentHashMap.newKeySet();

    RecordingServers(int count) {
        try {
            for (var i = 0; i < count; i++) {
                var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                var url = "http://127.0.0.1:" + server.getAddress().getPort();
                server.createContext("/", exchange -> respond(url, exchange));
                server.start();
                servers.add(server);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(int index) {
        return "http://127.0.0.1:" + servers.get(index).getAddress().getPort();
    }

    /** Each key with each server that has received it. */
    Set<Received> received() {
        return received;
    }

    /** Records the keys in a text that was received on behalf of a server. */
    void record(String server, String text) {
        KEY.matcher(text).results().forEach(key -> received.add(new Received(key.group(), server)));
    }

    private void respond(String url, HttpExchange exchange) throws IOException {
        try (exchange) {
            record(url, exchange.getRequestHeaders().values().toString());
            record(url, exchange.getRequestURI().toString());
            record(url, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var body = "{\"object\": \"list\", \"data\": [{\"id\": \"served\", \"object\": \"model\"}]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }

    /** A key and a server that has received it. */
    record Received(String key, String server) {}
}
