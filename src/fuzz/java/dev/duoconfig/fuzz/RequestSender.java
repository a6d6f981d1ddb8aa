package dev.duoconfig.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.RawResponse;
import org.jspecify.annotations.Nullable;

/** Sends requests one after another, over one connection for as long as the service keeps it open. */
final class RequestSender implements AutoCloseable {

    /** The statuses after which the service may close the connection. */
    private static final Set<Integer> CLOSING = Set.of(400, 413, 414, 431);

    private @Nullable RawConnection connection;

    RawResponse send(Request request) throws IOException {
        var reused = connection;
        if (reused != null) {
            try {
                return sendOver(reused, request);
            } catch (IOException e) {
                close();
            }
        }
        var fresh = RawConnection.open();
        connection = fresh;
        return sendOver(fresh, request);
    }

    private RawResponse sendOver(RawConnection open, Request request) throws IOException {
        try {
            open.send(request.wire().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The service may have responded before it read the whole request.
            var response = open.read(request.isHead());
            close();
            return response;
        }
        var response = open.read(request.isHead());
        if (CLOSING.contains(response.status())
                || response.header("connection").equalsIgnoreCase("close")
                || response.header("content-type").startsWith("text/event-stream")) {
            close();
        }
        return response;
    }

    @Override
    public void close() throws IOException {
        var open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
