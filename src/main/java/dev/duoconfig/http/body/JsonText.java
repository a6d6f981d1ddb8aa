package dev.duoconfig.http.body;

import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON text of values that can always be serialized, without a checked exception. */
public final class JsonText {

    private JsonText() {}

    /**
     * Serializes a value.
     *
     * @throws UncheckedIOException if the mapper cannot serialize the value
     */
    public static String of(ObjectMapper json, Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
