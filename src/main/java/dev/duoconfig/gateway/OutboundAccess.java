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
 * @param gatewayMayHaveKeys whether API keys may be given to the gateway, because its URL was set through this service
 * @param agentPlatformUrl the service of the Agent Platform as {@code host:port}, which an administrator has set, or null
 * @param agentPlatformTls whether connections to that service use TLS
 * @param allowlist the hosts that administrators allow beyond the outbound rules
 */
public record OutboundAccess(
        @Nullable String gatewayUrl,
        Trust gatewayTrust,
        boolean gatewayMayHaveKeys,
        @Nullable String agentPlatformUrl,
        boolean agentPlatformTls,
        Allowlist allowlist) {

    static OutboundAccess from(GatewayEntity entity, boolean gatewayMayHaveKeys) {
        return new OutboundAccess(
                entity.effectiveUrl(),
                entity.url == null ? Trust.OPERATOR : Trust.ADMINISTRATOR,
                gatewayMayHaveKeys,
                entity.agentPlatformUrl,
                entity.agentPlatformTls,
                Allowlist.parse(List.of(entity.outboundAllowlist)));
    }
}
