package dev.duoconfig.snapshot.prepared;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.duoconfig.snapshot.PreparedResponses;

/** The prepared responses of one revision, encoded when they are first requested. */
final class EncodedResponses {

    private final PreparedResponses responses;
    private final Map<String, EncodedResponse> complete = new ConcurrentHashMap<>();
    private final Map<String, EncodedResponse> unchanged = new ConcurrentHashMap<>();

    EncodedResponses(PreparedResponses responses) {
        this.responses = responses;
    }

    PreparedResponses responses() {
        return responses;
    }

    /**
     * The response at a path.
     *
     * @param unchanged whether it is a 304
     * @param encode encodes it
     */
    EncodedResponse at(String path, boolean unchanged, Function<String, EncodedResponse> encode) {
        var known = unchanged ? this.unchanged : complete;
        var found = known.get(path);
        return found == null ? known.computeIfAbsent(path, encode) : found;
    }
}
