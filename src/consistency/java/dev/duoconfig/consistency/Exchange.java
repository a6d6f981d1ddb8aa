package dev.duoconfig.consistency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A request and what came of it.
 *
 * @param id the request's id; all events of one stream share one
 * @param startedAt the {@link System#nanoTime()} before it was sent
 * @param endedAt the {@link System#nanoTime()} when its answer was there
 * @param status 0 when there was no answer
 * @param revision what the answer says it is of, or -1
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

    /** A write whose caller was told that it is made. */
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
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
