package dev.duoconfig.gateway;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A merge patch of the settings: what is absent stays, what is null takes its default. */
record GatewayPatch(
        JsonNullable<@Nullable String> url,
        JsonNullable<@Nullable Integer> requestTimeoutSeconds,
        JsonNullable<@Nullable Boolean> betaFeaturesEnabled,
        JsonNullable<@Nullable List<@Nullable String>> outboundAllowlist) {

    /** The request that the patch amounts to. */
    GatewayRequest over(GatewayEntity present) {
        return new GatewayRequest(
                url.orElse(present.url),
                requestTimeoutSeconds.orElse(present.requestTimeoutSeconds),
                betaFeaturesEnabled.orElse(present.betaFeaturesEnabled),
                outboundAllowlist.orElse(Arrays.asList(present.outboundAllowlist)));
    }
}
