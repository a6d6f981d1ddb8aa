package dev.duoconfig.gateway;

import java.util.List;

import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say about requests to others.
 *
 * @param gatewayUrl the AI gateway's URL in effect; null when there is none
 * @param gatewayTrust who named it: one of the environment is the operator's
 * @param allowlist what administrators allowed beyond the rules
 */
public record OutboundAccess(@Nullable String gatewayUrl, Trust gatewayTrust, Allowlist allowlist) {

    static OutboundAccess from(GatewayEntity entity) {
        return new OutboundAccess(
                entity.effectiveUrl(),
                entity.url == null ? Trust.OPERATOR : Trust.ADMINISTRATOR,
                Allowlist.parse(List.of(entity.outboundAllowlist)));
    }
}
