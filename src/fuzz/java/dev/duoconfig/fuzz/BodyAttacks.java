package dev.duoconfig.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.zip.GZIPOutputStream;

import dev.duoconfig.contract.Operation;

/** Mutations of the body as a whole. */
final class BodyAttacks {

    private static final int MAX_BYTES = 1 << 20;
    private static final String YAML = "application/yaml";

    private final GoodRequests good;

    BodyAttacks(GoodRequests good) {
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        if (operation.bodies().isEmpty()) {
            attacks.add(new Attack(
                    operation,
                    "an undeclared body",
                    random -> new FuzzCase(
                            "an undeclared body",
                            good.plain(operation, random)
                                    .withHeader("Content-Type", "application/json")
                                    .withBody("{\"a\": 1}"),
                            ExpectedResponse.DECLARED)));
            return attacks;
        }
        mutations()
                .forEach((description, mutation) -> attacks.add(new Attack(operation, description, random -> {
                    var request = good.plain(operation, random);
                    return new FuzzCase(
                            description,
                            request.withBody(mutation.apply(request.body(), random)),
                            ExpectedResponse.DECLARED);
                })));
        for (var encoding : List.of("UTF-16", "UTF-16LE", "UTF-32")) {
            attacks.add(new Attack(operation, encoding, random -> {
                var request = good.plain(operation, random);
                var bytes = Request.text(request.body()).getBytes(Charset.forName(encoding));
                return new FuzzCase(
                        encoding,
                        request.withBody(new String(bytes, StandardCharsets.ISO_8859_1)),
                        ExpectedResponse.status(400));
            }));
        }
        if (operation.bodies().containsKey(YAML)) {
            yaml().forEach((description, text) -> attacks.add(new Attack(
                    operation,
                    description,
                    random -> new FuzzCase(
                            description,
                            good.plain(operation, random)
                                    .withHeader("Content-Type", YAML)
                                    .withBody(Request.bytes(text)),
                            ExpectedResponse.REFUSED))));
        }
        attacks.add(new Attack(operation, "an undeclared Content-Encoding", random -> {
            var request = good.plain(operation, random);
            return new FuzzCase(
                    "an undeclared Content-Encoding",
                    request.withHeader("Content-Encoding", "gzip").withBody(gzipped(request.body())),
                    ExpectedResponse.REFUSED);
        }));
        return attacks;
    }

    private static Map<String, BiFunction<String, RandomSource, String>> mutations() {
        var mutations = new LinkedHashMap<String, BiFunction<String, RandomSource, String>>();
        mutations.put("an empty body", (body, random) -> "");
        mutations.put("only whitespace", (body, random) -> " \r\n\t");
        mutations.put("truncated", (body, random) -> body.substring(0, random.below(body.length())));
        mutations.put("a trailing character", (body, random) -> body + "x");
        mutations.put("two bodies", (body, random) -> body + body);
        mutations.put("a leading byte order mark", (body, random) -> "\u00ef\u00bb\u00bf" + body);
        mutations.put("a flipped bit", (body, random) -> {
            var at = random.below(body.length());
            return body.substring(0, at) + (char) (body.charAt(at) ^ 1 << random.below(8)) + body.substring(at + 1);
        });
        mutations.put("invalid UTF-8", (body, random) -> body.replaceFirst("[a-z]\"", "\u00c3(\""));
        mutations.put("a byte that never occurs in UTF-8", (body, random) -> body.replaceFirst("[a-z]\"", "\u00ff\""));
        mutations.put("a surrogate in UTF-8", (body, random) -> body.replaceFirst("[a-z]\"", "\u00ed\u00a0\u0080\""));
        mutations.put("an overlong slash in UTF-8", (body, random) -> body.replaceFirst("[a-z]\"", "\u00c0\u00af\""));
        mutations.put("a comment", (body, random) -> "/* c */" + body);
        mutations.put("a trailing comma", (body, random) -> body.replaceFirst("(?s)(.*)([}\\]])", "$1,$2"));
        mutations.put("wrapped in a list", (body, random) -> "[" + body + "]");
        mutations.put("wrapped in an object", (body, random) -> "{\"body\":" + body + "}");
        mutations.put("the maximum size", (body, random) -> body + " ".repeat(MAX_BYTES - body.length()));
        mutations.put("one byte too large", (body, random) -> body + " ".repeat(MAX_BYTES + 1 - body.length()));
        mutations.put("unbounded nesting", (body, random) -> "[".repeat(MAX_BYTES / 2));
        for (var whole : List.of("null", "[]", "{}", "\"text\"", "7", "true", "[[]]", "[null]", "[{}]", "{\"\":{}}")) {
            mutations.put("only " + whole, (body, random) -> whole);
        }
        return mutations;
    }

    private static Map<String, String> yaml() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("exponential aliases", aliases());
        texts.put("a recursive alias", "&a [*a]");
        texts.put("a tag that names a class", "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]");
        texts.put("two documents", "{}\n---\n{}");
        texts.put("a duplicate key", "models: []\nmodels: []");
        texts.put("a merge key", "a: &a {b: 1}\n<<: *a");
        texts.put("a key that is a list", "? [a]\n: b");
        texts.put("a tab as indentation", "a:\n\t- b");
        texts.put("unbounded flow nesting", "[".repeat(MAX_BYTES / 2));
        texts.put("unbounded block nesting", "- ".repeat(MAX_BYTES / 4));
        texts.put("an unknown anchor", "a: *b");
        texts.put("binary data", "!!binary SGVsbG8=");
        return texts;
    }

    private static String aliases() {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }
        return text.toString();
    }

    private static String gzipped(String body) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
