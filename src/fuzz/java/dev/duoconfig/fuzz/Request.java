package dev.duoconfig.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A request as it is sent. Each character of a string is one byte, because requests may contain bytes that are not UTF-8.
 *
 * @param path the path as sent, percent-encoded or not
 * @param query the parameters, each as {@code name=value}, encoded or not
 * @param headers the header lines
 * @param body the body; empty if there is none
 */
record Request(String method, String path, List<String> query, List<String> headers, String body) {

    Request {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    /** The UTF-8 bytes of a text, one per character. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text that bytes encode in UTF-8. */
    static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    Request withMethod(String newMethod) {
        return new Request(newMethod, path, query, headers, body);
    }

    Request withPath(String newPath) {
        return new Request(method, newPath, query, headers, body);
    }

    Request withQuery(List<String> newQuery) {
        return new Request(method, path, newQuery, headers, body);
    }

    /** Adds a parameter, which is sent as it is. */
    Request plusQuery(String parameter) {
        var parameters = new ArrayList<>(query);
        parameters.add(parameter);
        return withQuery(parameters);
    }

    /** Removes all occurrences of a parameter. */
    Request minusQuery(String name) {
        return withQuery(query.stream()
                .filter(parameter -> !parameter.startsWith(name + "="))
                .toList());
    }

    /** Removes all headers of a name. */
    Request minusHeader(String name) {
        return withHeaders(
                lines -> lines.stream().filter(line -> !isOf(line, name)).toList());
    }

    /** Replaces all headers of a name with one. */
    Request withHeader(String name, String value) {
        return minusHeader(name).withHeaders(lines -> {
            var newLines = new ArrayList<>(lines);
            newLines.add(name + ": " + value);
            return newLines;
        });
    }

    Request withBody(String newBody) {
        return new Request(method, path, query, headers, newBody);
    }

    private Request withHeaders(UnaryOperator<List<String>> change) {
        return new Request(method, path, query, change.apply(headers), body);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> isOf(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    String target() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean asksForDryRun() {
        return query.contains("dry_run=true");
    }

    /** The whole request as sent. */
    String wire() {
        var wire = new StringBuilder();
        wire.append(method).append(' ').append(target()).append(" HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(line -> wire.append(line).append("\r\n"));
        if (header("Transfer-Encoding").equals(Optional.of("chunked"))) {
            return wire + "\r\n" + chunks();
        }
        if (!body.isEmpty() || List.of("PUT", "PATCH", "POST").contains(method)) {
            wire.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return wire.append("\r\n").append(body).toString();
    }

    private String chunks() {
        var half = body.length() / 2;
        var chunks = new StringBuilder();
        for (var chunk : List.of(body.substring(0, half), body.substring(half))) {
            if (!chunk.isEmpty()) {
                chunks.append(Integer.toHexString(chunk.length()))
                        .append("\r\n")
                        .append(chunk)
                        .append("\r\n");
            }
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    private static boolean isOf(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
