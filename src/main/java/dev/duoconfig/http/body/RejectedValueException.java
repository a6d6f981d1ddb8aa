package dev.duoconfig.http.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** A value that is rejected while it is read, before all of it is in memory. The request ends with a 422. */
public final class RejectedValueException extends JsonMappingException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates an exception; Jackson adds the place of the value.
     *
     * @param code stable slug of the violated rule
     * @param detail the rule, for the caller
     */
    public RejectedValueException(JsonParser parser, String code, String detail) {
        super(parser, detail);
        this.code = code;
    }

    String code() {
        return code;
    }
}
