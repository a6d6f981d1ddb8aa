package dev.duoconfig.snapshot.prepared;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.RawResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends each request twice, once unchanged and once so that only the resource can respond, and compares the
 * responses. An unknown preference forces the resource to respond without changing the response.
 */
final class SameResponse implements AutoCloseable {

    private static final String RESOURCE_ONLY = "Prefer: the-resource";

    private RawConnection connection;

    private SameResponse(RawConnection connection) {
        this.connection = connection;
    }

    static SameResponse open() throws IOException {
        return new SameResponse(RawConnection.open());
    }

    /** The response to a GET, which must be the same both times. */
    RawResponse get(String path, String... headers) throws IOException {
        return call("GET " + Api.prefix() + path + " HTTP/1.1", "", headers);
    }

    /** The response to a request with this request line and body, which must be the same both times. */
    RawResponse call(String requestLine, String body, String... headers) throws IOException {
        var prepared = send(text(requestLine, body, List.of(headers)));
        var forced = new ArrayList<>(List.of(headers));
        forced.add(RESOURCE_ONLY);
        var resource = send(text(requestLine, body, forced));

        assertThat(comparable(prepared))
                .as(requestLine + " " + List.of(headers))
                .isEqualTo(comparable(resource));
        return prepared;
    }

    /** Sends a request on a connection that the service has not closed. */
    private RawResponse send(String request) throws IOException {
        var response = connection.call(request);
        if (response.header("connection").equals("close")) {
            connection.close();
            connection = RawConnection.open();
        }
        return response;
    }

    static String text(String requestLine, String body, List<String> headers) {
        return requestLine + "\r\nHost: localhost\r\nX-Request-Id: same\r\n" + String.join("\r\n", headers)
                + (headers.isEmpty() ? "" : "\r\n") + "\r\n" + body;
    }

    /**
     * Removes differences that are allowed: a second can pass between the two, and the resources send long bodies in
     * chunks.
     */
    private static RawResponse comparable(RawResponse response) {
        var headers = new TreeMap<>(response.headers());
        assertThat(headers.remove("snapshot-age")).as("Snapshot-Age").hasSize(1).allMatch(age -> age.matches("[0-9]+"));
        headers.remove("content-length");
        headers.remove("transfer-encoding");
        return new RawResponse(response.statusLine(), response.status(), headers, response.body());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
