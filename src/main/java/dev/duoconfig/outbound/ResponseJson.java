package dev.duoconfig.outbound;

import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.duoconfig.outbound.OutboundException.Fault;

/**
 * Reads JSON from other servers, more leniently than the requests to this service, but no more of it than memory allows: a body
 * of a few bytes for each value becomes many times as large.
 */
final class ResponseJson {

    /** Names, values, and brackets. Lists of models and pages of GitLab have far fewer. */
    static final int MAX_TOKENS = 100_000;

    private static final int MAX_DEPTH = 100;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build());

    private ResponseJson() {}

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (StreamConstraintsException e) {
            throw new OutboundException(
                            Fault.TOO_LARGE,
                            "The response has JSON with more than " + MAX_TOKENS
                                    + " names, values, and brackets, or with more than " + MAX_DEPTH + " levels.")
                    .afterResponse();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
