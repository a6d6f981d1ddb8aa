package dev.duoconfig.fuzz;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Values that often break programs, as JSON. */
final class HostileValues {

    private static final int EXCESSIVE_LENGTH = 70_000;

    private HostileValues() {}

    /** Strings by description. They may contain characters that UTF-8 cannot encode. */
    static Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("whitespace", "\" \\t \"");
        texts.put("a right-to-left override", "\"a\u202eb\"");
        texts.put("a zero-width space", "\"a\u200bb\"");
        texts.put("a joined emoji", "\"\uD83D\uDC69\u200D\uD83D\uDCBB\"");
        texts.put("a byte order mark", "\"\uFEFFa\"");
        texts.put("combining marks", "\"a" + "\u0301".repeat(50) + "\"");
        texts.put("a noncharacter", "\"\uFFFE\"");
        texts.put("NUL", "\"a\\u0000b\"");
        texts.put("control characters", "\"a\\u0007\\u001b[31m\\u007f\\u0085\"");
        texts.put("line breaks", "\"a\\r\\nSet-Cookie: a=b\"");
        texts.put("a high surrogate alone", "\"a\\ud800b\"");
        texts.put("a low surrogate alone", "\"\\udc00\"");
        texts.put("surrogates in the wrong order", "\"\\udc00\\ud800\"");
        texts.put("an SQL injection", "\"' or 1=1; --\"");
        texts.put("lookups and templates", "\"${jndi:ldap://127.0.0.1:1/a}#{1+1}{{7*7}}\"");
        texts.put("format specifiers", "\"%s%n%d {0} \\\\ \"");
        texts.put("an HTML script", "\"<script>alert(1)</script>\"");
        texts.put("a path traversal", "\"../../../../etc/passwd\"");
        texts.put("a number as text", "\"7\"");
        texts.put("uppercase letters", "\"MIXTRAL\"");
        texts.put("a cloud metadata address", "\"http://169.254.169.254/latest/meta-data\"");
        texts.put("a password in a URL", "\"http://user:password@127.0.0.1/v1\"");
        texts.put("a file URL", "\"file:///etc/passwd\"");
        texts.put("a port out of range", "\"http://127.0.0.1:65536/v1\"");
        texts.put("an IP address in hexadecimal", "\"http://0x7f000001:1/v1\"");
        texts.put("a URL without a host", "\"http://\"");
        texts.put("an unclosed IPv6 address", "\"http://[::1\"");
        texts.put("an excessively long string", "\"" + "a".repeat(EXCESSIVE_LENGTH) + "\"");
        return texts;
    }

    /** Values of every type, and texts that are not JSON, by description. */
    static Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        values.put("null", "null");
        values.put("an empty string", "\"\"");
        values.put("an empty object", "{}");
        values.put("an empty list", "[]");
        values.put("true", "true");
        values.put("false", "false");
        values.put("a list of null", "[null]");
        values.put("an object", "{\"a\": {\"b\": [1]}}");
        for (var number : List.of(
                "0",
                "-0",
                "-1",
                "1",
                "1.0",
                "1.5",
                "1e3",
                "2147483647",
                "2147483648",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "1e400",
                "1e-400",
                "0.1e1")) {
            values.put("the number " + number, number);
        }
        values.put("a number of 400 digits", "9".repeat(400));
        values.put("a number of 2000 digits", "9".repeat(2000));
        values.put("nested 400 deep", nested(400));
        values.put("nested 20000 deep", nested(20_000));
        values.put("objects nested 900 deep", "{\"a\":".repeat(900) + "1" + "}".repeat(900));
        for (var invalid :
                List.of("NaN", "Infinity", "0x10", "007", "+1", ".5", "'a'", "undefined", "True", "\"\\x41\"")) {
            values.put("not JSON: " + invalid, invalid);
        }
        return values;
    }

    /** Values at the limits of a schema and just beyond them, by description. */
    static Map<String, String> limits(JsonNode schema) {
        var limits = new LinkedHashMap<String, String>();
        for (var limit : List.of("minimum", "maximum")) {
            if (schema.has(limit)) {
                var value = schema.path(limit).bigIntegerValue();
                for (int offset = -1; offset <= 1; offset++) {
                    limits.put(
                            "%s %+d".formatted(limit, offset),
                            value.add(BigInteger.valueOf(offset)).toString());
                }
            }
        }
        if (schema.has("maxLength")) {
            var max = schema.path("maxLength").asInt();
            limits.put("the maximum length", "\"" + "a".repeat(max) + "\"");
            limits.put("one character too long", "\"" + "a".repeat(max + 1) + "\"");
            limits.put("the maximum length in emoji", "\"" + "\uD83D\uDE00".repeat(max) + "\"");
            limits.put("one emoji too long", "\"" + "\uD83D\uDE00".repeat(max + 1) + "\"");
        }
        if (schema.has("maxItems")) {
            var max = schema.path("maxItems").asInt();
            limits.put("the maximum number of items", list(max));
            limits.put("one item too many", list(max + 1));
        }
        if (schema.has("enum")) {
            schema.path("enum").forEach(word -> limits.put("the value " + word.asText(), word.toString()));
            limits.put("an unknown value", TextNode.valueOf("no_such_word").toString());
        }
        return limits;
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static String list(int items) {
        var list = new ArrayList<String>();
        for (int i = 0; i < items; i++) {
            list.add("\"host-%d.internal\"".formatted(i));
        }
        return list.toString();
    }
}
