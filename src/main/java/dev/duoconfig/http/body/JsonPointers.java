package dev.duoconfig.http.body;

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

    /** Half of a surrogate pair can be written in JSON, but hardly anybody can read it. */
    private static String escape(String segment) {
        return segment.replaceAll("\\p{Cs}", "\ufffd").replace("~", "~0").replace("/", "~1");
    }
}
