package dev.duoconfig.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** All settings; absent or null properties take their default. */
public record GatewayRequest(
        @Nullable String url,
        @Nullable Integer requestTimeoutSeconds,
        @Nullable Boolean betaFeaturesEnabled,
        @Nullable List<@Nullable String> outboundAllowlist) {}
