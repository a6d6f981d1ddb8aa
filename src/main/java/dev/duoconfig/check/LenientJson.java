package dev.duoconfig.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Reads what other servers send: more leniently than what callers of this service send. */
final class LenientJson {

    private static final JsonMapper JSON = new JsonMapper();

    private LenientJson() {}

    /** The document; a missing node when the text is none. */
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
