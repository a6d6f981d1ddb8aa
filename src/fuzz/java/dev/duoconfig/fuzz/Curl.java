package dev.duoconfig.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Formats a request as a {@code curl} command that reads the local tokens of a running service instead of the test's. */
final class Curl {

    private static final Path BODIES = Path.of("target", "fuzz");
    private static final int MAX_LENGTH = 4000;

    private final Map<String, String> tokens;

    /** @param tokens the roles by token */
    Curl(Map<String, String> tokens) {
        this.tokens = tokens;
    }

    /** @param name the name of the file for a body that a shell cannot pass */
    String command(Request request, String name) {
        var command = new StringBuilder("curl -i ");
        command.append(request.isHead() ? "--head" : "-X " + request.method());
        command.append(" --request-target ").append(quoted(request.target())).append(" http://127.0.0.1:8080");
        request.headers().forEach(line -> command.append(" -H ").append(header(line)));
        if (!request.body().isEmpty()) {
            if (request.header("Content-Type").isEmpty()) {
                command.append(" -H Content-Type:");
            }
            command.append(" --data-binary ").append(data(request.body(), name));
        }
        return command.toString();
    }

    private String header(String line) {
        for (var token : tokens.entrySet()) {
            if (line.endsWith(token.getKey())) {
                return "\"" + line.substring(0, line.length() - token.getKey().length()) + "$(cat .duo-config/tokens/"
                        + token.getValue() + ")\"";
            }
        }
        return quoted(line.endsWith(": ") ? line.substring(0, line.length() - 2) + ";" : line);
    }

    private static String data(String body, String name) {
        if (body.length() <= MAX_LENGTH && body.indexOf('\0') < 0 && !body.startsWith("@")) {
            return quoted(body);
        }
        try {
            var file = Files.createDirectories(BODIES).resolve(name);
            Files.write(file, body.getBytes(StandardCharsets.ISO_8859_1));
            return "@" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String bytes) {
        var quoted = new StringBuilder("$'");
        bytes.chars().forEach(next -> {
            if (next == '\'' || next == '\\') {
                quoted.append('\\').append((char) next);
            } else if (next < ' ' || next > '~') {
                quoted.append("\\x%02x".formatted(next));
            } else {
                quoted.append((char) next);
            }
        });
        return quoted.append('\'').toString();
    }
}
