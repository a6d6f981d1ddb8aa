package dev.duoconfig.http;

import com.fasterxml.jackson.databind.JsonMappingException;

/** Where in a body Jackson found a fault, as a JSON pointer. */
final class JsonPointers {

    private JsonPointers() {}

    static String of(JsonMappingException exception) {
        var pointer = new StringBuilder();
        for (var reference : exception.getPath()) {
            pointer.append('/');
            if (reference.getFieldName() != null) {
                pointer.append(escape(reference.getFieldName()));
            } else {
                pointer.append(reference.getIndex());
            }
        }
        return pointer.toString();
    }

    private static String escape(String segment) {
        return segment.replace("~", "~0").replace("/", "~1");
    }
}
