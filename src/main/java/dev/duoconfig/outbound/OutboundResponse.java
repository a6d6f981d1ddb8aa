package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

import dev.duoconfig.outbound.address.IpLiterals;

/**
 * The response of another server. Everything except the address and the rule comes from outside and can be hostile.
 *
 * @param status the HTTP status, including 3xx because redirects are not followed
 * @param headers values by lower-case name
 * @param body decoded as UTF-8 regardless of the Content-Type; at most {@link OutboundClient#MAX_RESPONSE_BYTES} long
 * @param address the address that was connected to
 * @param rule the rule of the address policy that allowed the address
 */
public record OutboundResponse(
        int status, Map<String, List<String>> headers, String body, InetAddress address, String rule) {

    /** Status and address only, because headers and body can contain secrets. */
    @Override
    public String toString() {
        return status + " from " + IpLiterals.format(address);
    }
}
