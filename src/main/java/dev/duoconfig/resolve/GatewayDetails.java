package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Details of the gateway that are shown, but decide nothing.
 *
 * @param urlStored whether the URL is stored, not taken from the environment
 * @param testingAgreementAcceptedBy name of the caller that turned the beta toggle on; null while it is off
 * @param agentPlatformUrl the service of the Agent Platform, as host and port; null if there is none
 * @param revision the revision of the configuration at which the settings were last changed
 * @param updatedBy name of the caller that changed the settings last; null if nobody has
 */
public record GatewayDetails(
        boolean urlStored,
        @Nullable String testingAgreementAcceptedBy,
        @Nullable Instant testingAgreementAcceptedAt,
        List<String> outboundAllowlist,
        @Nullable String agentPlatformUrl,
        boolean agentPlatformTls,
        long revision,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {

    public GatewayDetails {
        outboundAllowlist = List.copyOf(outboundAllowlist);
    }
}
