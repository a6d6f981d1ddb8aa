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
        List<@Nullable String> outboundAllowlist) {}
