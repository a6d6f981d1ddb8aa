package dev.duoconfig.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The whole of the settings; what is absent or null takes its default. */
public record GatewayRequest(
        @Nullable String url,
        @Nullable Integer requestTimeoutSeconds,
        @Nullable Boolean betaFeaturesEnabled,
        @Nullable List<@Nullable String> outboundAllowlist) {}
