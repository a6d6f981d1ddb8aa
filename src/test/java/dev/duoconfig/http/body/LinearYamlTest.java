package dev.duoconfig.http.body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonFactory;
import dev.duoconfig.testkit.Work;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading YAML takes work in proportion to its length, whatever its longest token is. */
@Tag("fast")
class LinearYamlTest {

    private static final int LENGTH = 40_000;
    private static final JsonFactory JSON = new JsonFactory();

    private static final Map<String, IntFunction<String>> TEXTS = texts();

    private static Map<String, IntFunction<String>> texts() {
        var texts = new LinkedHashMap<String, IntFunction<String>>();
        texts.put("plain", length -> "a: " + "x".repeat(length));
        texts.put("plain words", length -> "a: " + "x ".repeat(length / 2));
        texts.put("plain lines", length -> "a:\n" + " x\n".repeat(length / 3));
        texts.put("digits", length -> "a: " + "1".repeat(length));
        texts.put("sexagesimal", length -> "a: " + "1:".repeat(length / 2) + "1");
        texts.put("quoted", length -> "a: '" + "x".repeat(length) + "'");
        texts.put("quotes", length -> "a: '" + "''".repeat(length / 2) + "'");
        texts.put("escapes", length -> "a: \"" + "\\n".repeat(length / 2) + "\"");
        texts.put("unclosed", length -> "a: \"" + "x".repeat(length));
        texts.put("spaces", length -> "a:" + " ".repeat(length) + "b");
        texts.put("tabs", length -> "a: b" + "\t".repeat(length));
        texts.put("line breaks", length -> "\n".repeat(length) + "a: b");
        texts.put("one comment", length -> "a: b #" + "x".repeat(length));
        texts.put("comments", length -> "# x\n".repeat(length / 4) + "a: b");
        texts.put("block line", length -> "a: |\n  " + "x".repeat(length));
        texts.put("block lines", length -> "a: |\n" + "  x\n".repeat(length / 4));
        texts.put("folded lines", length -> "a: >\n" + "  x\n\n".repeat(length / 5));
        texts.put("list", length -> "- x\n".repeat(length / 4));
        texts.put("flow list", length -> "[" + "x,".repeat(length / 2) + "x]");
        texts.put("empty objects", length -> "[" + "{},".repeat(length / 3) + "{}]");
        texts.put("objects", length -> "- {a: b}\n".repeat(length / 9));
        texts.put("keys", length -> keys(length / 10));
        texts.put("a long key", length -> "x".repeat(length) + ": a");
        texts.put("directives", length -> "%A b\n".repeat(length / 5) + "---\na: b");
        texts.put("anchor", length -> "&" + "x".repeat(length) + " a");
        texts.put("tag", length -> "!" + "x".repeat(length) + " a");
        texts.put("open lists", "["::repeat);
        texts.put("dashes", length -> "- ".repeat(length / 2));
        texts.put("not a character", length -> "x".repeat(length) + "\u0007");
        return texts;
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(key -> "k" + key + ": x\n").collect(Collectors.joining());
    }

    static Iterable<String> names() {
        return TEXTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void fourTimesTheTextIsFourTimesTheWork(String name) {
        Work.assertLinear(LENGTH, TEXTS.getOrDefault(name, String::valueOf), LinearYamlTest::json);
    }

    @Test
    void valuesBecomeThoseOfJson() {
        assertThat(
                        json(
                                "a: [1, -2, 1.5, true, FALSE, null, ~, '', x y, \"\\u00e9\\t\", 'it''s', 2026-11-25T00:00:00Z]"))
                .isEqualTo("{\"a\":[1,-2,1.5,true,false,null,null,\"\",\"x y\",\"\u00e9\\t\",\"it's\","
                        + "\"2026-11-25T00:00:00Z\"]}");
        assertThat(json("\ufeffa:\r\n- b\r\n- c\u2028\n? d\n: >\n e\n f\n"))
                .isEqualTo("{\"a\":[\"b\",\"c\"],\"d\":\"e f\\n\"}");
    }

    private static String json(String text) {
        try {
            return YamlJson.of(text, JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
