package dev.duoconfig.gateway;

import java.util.Arrays;
import java.util.List;

import dev.duoconfig.http.body.MaxItems;
import dev.duoconfig.outbound.address.Allowlist;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A merge patch of the settings: absent properties keep their value, null ones take their default. */
public record GatewayPatch(
        JsonNullable<@Nullable String> url,
        JsonNullable<@Nullable Integer> requestTimeoutSeconds,
        JsonNullable<@Nullable Boolean> betaFeaturesEnabled,

        @MaxItems(value = Allowlist.MAX_ENTRIES, code = "allowlist-too-long")
        JsonNullable<@Nullable List<@Nullable String>> outboundAllowlist,

        JsonNullable<@Nullable String> agentPlatformUrl,
        JsonNullable<@Nullable Boolean> agentPlatformTls,
        JsonNullable<@Nullable Boolean> vendoredModelsAllowed) {

    /** The part that decides what can be chosen, and that is always valid. */
    public GatewayPatch switches() {
        return new GatewayPatch(
                JsonNullable.undefined(),
                JsonNullable.undefined(),
                betaFeaturesEnabled,
                JsonNullable.undefined(),
                JsonNullable.undefined(),
                JsonNullable.undefined(),
                vendoredModelsAllowed);
    }

    /** The complete request that results from the patch. */
    GatewayRequest over(GatewayEntity present) {
        return new GatewayRequest(
                url.orElse(present.url),
                requestTimeoutSeconds.orElse(present.requestTimeoutSeconds),
                betaFeaturesEnabled.orElse(present.betaFeaturesEnabled),
                outboundAllowlist.orElse(Arrays.asList(present.outboundAllowlist)),
                agentPlatformUrl.orElse(present.agentPlatformUrl),
                agentPlatformTls.orElse(present.agentPlatformTls),
                vendoredModelsAllowed.orElse(present.vendoredModelsAllowed));
    }
}
