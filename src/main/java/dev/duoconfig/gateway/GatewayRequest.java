package dev.duoconfig.gateway;

import java.util.List;

import dev.duoconfig.http.body.MaxItems;
import dev.duoconfig.outbound.address.Allowlist;
import org.jspecify.annotations.Nullable;

/** All settings; absent or null properties take their default. */
public record GatewayRequest(
        @Nullable String url,
        @Nullable Integer requestTimeoutSeconds,
        @Nullable Boolean betaFeaturesEnabled,

        @MaxItems(value = Allowlist.MAX_ENTRIES, code = "allowlist-too-long") @Nullable
        List<@Nullable String> outboundAllowlist,

        @Nullable String agentPlatformUrl,
        @Nullable Boolean agentPlatformTls,
        @Nullable Boolean vendoredModelsAllowed) {

    /** The defaults, except for the URL of the AI gateway. */
    public static GatewayRequest defaults(@Nullable String url) {
        return new GatewayRequest(url, null, null, null, null, null, null);
    }

    /** The same settings with another URL of the AI gateway. */
    public GatewayRequest withUrl(@Nullable String other) {
        return new GatewayRequest(
                other,
                requestTimeoutSeconds,
                betaFeaturesEnabled,
                outboundAllowlist,
                agentPlatformUrl,
                agentPlatformTls,
                vendoredModelsAllowed);
    }
}
