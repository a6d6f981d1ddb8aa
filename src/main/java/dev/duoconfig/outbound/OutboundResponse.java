package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.outbound.address.IpLiterals;
import dev.duoconfig.text.OutsideText;

/**
 * The response of another server. Everything except the address and the rule comes from outside and can be hostile.
 *
 * @param status the HTTP status, including 3xx because redirects are not followed
 * @param headers values by lower-case name
 * @param body decompressed, and decoded as UTF-8 regardless of the Content-Type, without a byte order mark; at most
 *     {@link OutboundClient#MAX_RESPONSE_BYTES} long
 * @param address the address that was connected to
 * @param rule the rule of the address policy that allowed the address
 */
public record OutboundResponse(
        int status, Map<String, List<String>> headers, String body, InetAddress address, String rule) {

    public OutboundResponse {
        body = OutsideText.withoutMark(body);
    }

    /**
     * The body as JSON; empty if it is not JSON, and a missing node if it is blank.
     *
     * @throws OutboundException if the JSON has more values or levels than a response of a server that we know
     */
    public Optional<JsonNode> json() {
        return ResponseJson.read(body);
    }

    /** The same response with a part of its body. */
    public OutboundResponse withBody(String part) {
        return new OutboundResponse(status, headers, part, address, rule);
    }

    /** Status and address only, because headers and body can contain secrets. */
    @Override
    public String toString() {
        return status + " from " + IpLiterals.format(address);
    }
}
