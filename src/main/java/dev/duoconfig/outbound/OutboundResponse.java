package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

import dev.duoconfig.outbound.address.IpLiterals;

/**
 * What another server answered. Everything but the address comes from outside and may be hostile.
 *
 * @param status the HTTP status; redirects are not followed, so 3xx comes through
 * @param headers values by name in lower case
 * @param body decoded as UTF-8, whatever the server claims; at most {@link OutboundClient#MAX_RESPONSE_BYTES} long
 * @param address the address that was connected to
 * @param rule why the address policy let it pass
 */
public record OutboundResponse(
        int status, Map<String, List<String>> headers, String body, InetAddress address, String rule) {

    /** Status and address only: headers and body may hold secrets. */
    @Override
    public String toString() {
        return status + " from " + IpLiterals.format(address);
    }
}
