package dev.duoconfig.consistency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A request and its response.
 *
 * @param id the request ID; all events of one stream have the same one
 * @param startedAt the {@link System#nanoTime()} before the request was sent
 * @param endedAt the {@link System#nanoTime()} after the response was received
 * @param status the status, or 0 if there was no response
 * @param revision the revision that the response names, or -1
 */
record Exchange(
        String id, Replica replica, Call call, long startedAt, long endedAt, int status, long revision, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    boolean succeeded() {
        return status / 100 == 2;
    }

    boolean refused() {
        return status / 100 == 4;
    }

    /** Whether this is a write that was acknowledged with a success. */
    boolean acknowledged() {
        return call.isWrite() && succeeded();
    }

    JsonNode json() {
        return json(body);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }
}
