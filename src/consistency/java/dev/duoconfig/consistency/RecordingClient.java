package dev.duoconfig.consistency;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Calls replicas and records every exchange. */
final class RecordingClient {

    private static final int OK = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong numbers = new AtomicLong();
    private final Recorder recorder;

    RecordingClient(Recorder recorder) {
        this.recorder = recorder;
    }

    Exchange send(ReplicaClient replica, Call call) throws InterruptedException {
        var id = "call-" + numbers.incrementAndGet();
        var request = request(replica, call, id).timeout(TIMEOUT);
        if (call.knownRevision() >= 0) {
            request.header("If-None-Match", "\"" + call.knownRevision() + "\"");
        }
        var startedAt = System.nanoTime();
        Exchange exchange;
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            exchange = new Exchange(
                    id,
                    replica.replica(),
                    call,
                    startedAt,
                    System.nanoTime(),
                    response.statusCode(),
                    response.headers().firstValueAsLong("Config-Revision").orElse(-1),
                    response.body());
        } catch (IOException e) {
            exchange =
                    new Exchange(id, replica.replica(), call, startedAt, System.nanoTime(), 0, -1, String.valueOf(e));
        }
        recorder.add(exchange);
        return exchange;
    }

    /** Records the events of a replica until the stream ends. */
    CompletableFuture<?> follow(ReplicaClient replica) {
        var call = Call.read(Call.Kind.EVENT, "/events");
        var id = "stream-" + numbers.incrementAndGet();
        var startedAt = System.nanoTime();
        var lines = new EventFollower.LineSubscriber(line -> {
            if (line.startsWith("data:")) {
                var data = line.substring("data:".length()).strip();
                var revision = Exchange.json(data).path("revision").asLong(-1);
                recorder.add(
                        new Exchange(id, replica.replica(), call, startedAt, System.nanoTime(), OK, revision, data));
            }
        });
        return http.sendAsync(request(replica, call, id).build(), HttpResponse.BodyHandlers.fromLineSubscriber(lines));
    }

    private static HttpRequest.Builder request(ReplicaClient replica, Call call, String id) {
        var body = call.body() == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(call.body());
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + call.target()))
                .method(call.method(), body)
                .header(
                        "Authorization",
                        "Bearer " + Objects.requireNonNull(replica.tokens().get(call.role())))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", id);
    }
}
