package dev.duoconfig.gateway;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.body.MaxItems;
import dev.duoconfig.http.body.ReadOnly;
import dev.duoconfig.outbound.address.Allowlist;
import org.jspecify.annotations.Nullable;

/** All settings, possibly within all that a GET returned; absent or null settings take their default. */
record GatewayReplacement(
        @Nullable String url,
        @Nullable Integer requestTimeoutSeconds,
        @Nullable Boolean betaFeaturesEnabled,

        @MaxItems(value = Allowlist.MAX_ENTRIES, code = "allowlist-too-long") @Nullable
        List<@Nullable String> outboundAllowlist,

        @Nullable String agentPlatformUrl,
        @Nullable Boolean agentPlatformTls,
        @Nullable Boolean vendoredModelsAllowed,

        @ReadOnly @Nullable JsonNode urlSource,
        @ReadOnly @Nullable JsonNode testingAgreement,
        @ReadOnly @Nullable JsonNode warnings,
        @ReadOnly(changing = true) @Nullable JsonNode lastCheck,
        @ReadOnly @Nullable JsonNode updatedAt,
        @ReadOnly @Nullable JsonNode updatedBy) {

    private static final String ENVIRONMENT =
            Gateway.UrlSource.ENVIRONMENT.name().toLowerCase(Locale.ROOT);

    /** The settings to store. A URL that is sent back as that of the environment is not stored. */
    GatewayRequest over(GatewayEntity present) {
        var isOfEnvironment = url != null
                && present.url == null
                && url.equals(present.environmentUrl)
                && urlSource != null
                && urlSource.asText().equals(ENVIRONMENT);
        return new GatewayRequest(
                isOfEnvironment ? null : url,
                requestTimeoutSeconds,
                betaFeaturesEnabled,
                outboundAllowlist,
                agentPlatformUrl,
                agentPlatformTls,
                vendoredModelsAllowed);
    }
}
