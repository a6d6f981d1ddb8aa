package dev.duoconfig.consistency;

import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

/** The first difference between two responses. */
final class Difference {

    private Difference() {}

    static String between(JsonNode expected, JsonNode actual) {
        var difference = find("", Exchange.json(expected.toString()), actual);
        return difference.isEmpty() ? "the same" : difference;
    }

    /** The response as text, without its revisions. */
    static String withoutRevisions(JsonNode response) {
        return response.toString().replaceAll("\"revision\":\\d+", "");
    }

    private static String find(String path, JsonNode expected, JsonNode actual) {
        if (expected.equals(actual)) {
            return "";
        }
        if (expected.isObject() && actual.isObject()) {
            var names = new TreeSet<String>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (var name : names) {
                var difference = find(path + "/" + name, expected.path(name), actual.path(name));
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (var i = 0; i < expected.size(); i++) {
                var difference = find(path + "/" + i, expected.get(i), actual.get(i));
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
        }
        return "%s is %s instead of %s"
                .formatted(path.isEmpty() ? "the body" : path, abbreviated(actual), abbreviated(expected));
    }

    private static String abbreviated(JsonNode value) {
        var text = value.isMissingNode() ? "missing" : value.toString();
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
