package dev.duoconfig.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Reads JSON from other servers, more leniently than the requests to this service. */
final class LenientJson {

    private static final JsonMapper JSON = new JsonMapper();

    private LenientJson() {}

    /** The document; a missing node if the text is not JSON. */
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
