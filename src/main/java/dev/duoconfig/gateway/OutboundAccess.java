package dev.duoconfig.gateway;

import java.util.List;

import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/**
 * The settings for outbound requests.
 *
 * @param gatewayUrl the AI gateway URL that applies, or null if there is none
 * @param gatewayTrust the party that set the URL: the operator if it comes from the environment, otherwise an administrator
 * @param allowlist the hosts that administrators allow beyond the outbound rules
 */
public record OutboundAccess(@Nullable String gatewayUrl, Trust gatewayTrust, Allowlist allowlist) {

    static OutboundAccess from(GatewayEntity entity) {
        return new OutboundAccess(
                entity.effectiveUrl(),
                entity.url == null ? Trust.OPERATOR : Trust.ADMINISTRATOR,
                Allowlist.parse(List.of(entity.outboundAllowlist)));
    }
}
