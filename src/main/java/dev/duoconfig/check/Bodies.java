package dev.duoconfig.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.duoconfig.outbound.OutboundResponse;

/** Reads the bodies of responses to checks. */
final class Bodies {

    private Bodies() {}

    /**
     * The document; a missing node if the body is not JSON.
     *
     * @throws dev.duoconfig.outbound.OutboundException if it has more values than memory allows, which ends the step
     */
    static JsonNode json(OutboundResponse response) {
        return response.json().orElseGet(MissingNode::getInstance);
    }
}
