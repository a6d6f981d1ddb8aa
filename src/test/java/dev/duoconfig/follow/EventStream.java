package dev.duoconfig.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.testkit.Api;

/** A client of {@code GET /events} that reads at its own pace. */
final class EventStream implements AutoCloseable {

    static final List<String> COMMENT = List.of(":");

    private final HttpResponse<InputStream> response;
    private final BufferedReader body;

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.body = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static EventStream open(URI events, HttpClient.Version version) throws IOException, InterruptedException {
        return open(events, version, Api.token("resolver"));
    }

    static EventStream open(URI events, HttpClient.Version version, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(events)
                .version(version)
                .header("Authorization", "Bearer " + token)
                .build();
        return new EventStream(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<?> response() {
        return response;
    }

    /** The lines of the next event or comment. */
    List<String> next() {
        var lines = new ArrayList<String>();
        try {
            for (var line = body.readLine(); line != null; line = body.readLine()) {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("The stream has ended");
    }

    /** The lines of the next event. */
    List<String> nextEvent() {
        var lines = next();
        while (lines.equals(COMMENT)) {
            lines = next();
        }
        return lines;
    }

    /** Reads until the service ends the stream. */
    void awaitEnd() {
        try {
            while (body.readLine() != null) {
                // The events do not matter.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
