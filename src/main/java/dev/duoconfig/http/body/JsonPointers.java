package dev.duoconfig.http.body;

import com.fasterxml.jackson.databind.JsonMappingException;

/** The place of a Jackson error in a body, as a JSON pointer. */
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

    /** JSON can hold half of a surrogate pair, which strict readers of a problem reject. */
    private static String escape(String segment) {
        return segment.replaceAll("\\p{Cs}", "\ufffd").replace("~", "~0").replace("/", "~1");
    }
}
