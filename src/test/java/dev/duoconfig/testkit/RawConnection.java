package dev.duoconfig.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.restassured.RestAssured;

/** A connection that sends any bytes to the service. An HTTP client would correct or reject invalid requests. */
public final class RawConnection implements AutoCloseable {

    private static final int LIMIT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream input;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout(LIMIT_MILLIS);
    }

    public static RawConnection open() throws IOException {
        return open(RestAssured.port);
    }

    /** A connection to another port of the service. */
    public static RawConnection open(int port) throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a request and reads the response. */
    public RawResponse call(String request) throws IOException {
        send(request);
        return read(request.startsWith("HEAD "));
    }

    /** Reads the next response, without a body after a HEAD request. Of an event stream, it reads only the first event. */
    public RawResponse read(boolean head) throws IOException {
        var line = line();
        var headers = new TreeMap<String, List<String>>();
        for (var header = line(); !header.isEmpty(); header = line()) {
            var colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        var status = Integer.parseInt(line.split(" ", 3)[1]);
        return new RawResponse(line, status, headers, head || status == 304 ? "" : body(headers));
    }

    /** Everything that the service sends until it closes the connection. */
    public String rest() throws IOException {
        return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the service has closed the connection and everything that it sent has been read. */
    public boolean isEnded() throws IOException {
        return input.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String body(Map<String, List<String>> headers) throws IOException {
        var length = headers.get("content-length");
        if (length != null) {
            return text(Integer.parseInt(length.get(0)));
        }
        if (!headers.containsKey("transfer-encoding")) {
            return "";
        }
        if (headers.getOrDefault("content-type", List.of("")).get(0).startsWith("text/event-stream")) {
            return text(Integer.parseInt(line(), 16));
        }
        var body = new StringBuilder();
        for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(text(size));
            line();
        }
        line();
        return body.toString();
    }

    private String text(int length) throws IOException {
        var bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The body ends after %d of %d bytes".formatted(bytes.length, length));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException(
                        "The connection ended within the line: " + bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
