package dev.duoconfig.outbound;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.Ascii;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/**
 * One request to another server.
 *
 * @param method the HTTP method, e.g. {@code GET}
 * @param url the target
 * @param headers names and values; Host, Content-Length, Transfer-Encoding and Connection are set by the client
 * @param body sent as UTF-8; null for none
 * @param connectTimeout the longest wait for a connection to one address, and again for its TLS handshake
 * @param timeout the longest time for the whole exchange, from the name lookup to the last byte of the response
 * @param allowlist the outbound allowlist
 * @param trust the source of the URL
 */
public record OutboundRequest(
        String method,
        HttpUrl url,
        Map<String, String> headers,
        @Nullable String body,
        Duration connectTimeout,
        Duration timeout,
        Allowlist allowlist,
        Trust trust) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern SET_BY_CLIENT =
            Pattern.compile("host|content-length|transfer-encoding|connection", Pattern.CASE_INSENSITIVE);

    /**
     * @throws IllegalArgumentException if the method or a header cannot be sent, or a timeout is not positive; the message
     *     does not quote header values
     */
    public OutboundRequest {
        headers = Map.copyOf(headers);
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("Not an HTTP method");
        }
        headers.forEach(OutboundRequest::checkHeader);
        if (connectTimeout.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("Timeouts must be at least one millisecond");
        }
    }

    /** The same request with further headers. */
    OutboundRequest withHeaders(Map<String, String> further) {
        var all = new HashMap<>(headers);
        all.putAll(further);
        return new OutboundRequest(method, url, all, body, connectTimeout, timeout, allowlist, trust);
    }

    /** Whether a text is the name of a header. */
    static boolean isHeaderName(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Whether a text can be sent as a header value: visible ASCII, spaces, and tabs. */
    public static boolean isHeaderValue(String value) {
        return value.chars().allMatch(c -> Ascii.isVisible(c) || c == ' ' || c == '\t');
    }

    /** Method and URL only, because headers and body can contain secrets. */
    @Override
    public String toString() {
        return method + " " + url;
    }

    private static void checkHeader(String name, String value) {
        if (!TOKEN.matcher(name).matches() || SET_BY_CLIENT.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a header that a caller can set");
        }
        if (!isHeaderValue(value)) {
            throw new IllegalArgumentException("The value of header " + name + " has characters that cannot be sent");
        }
    }
}
