package dev.duoconfig.gateway;

import java.util.List;

import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.AllowlistException;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import org.jspecify.annotations.Nullable;

/** Validated settings, in the form that audit events show. */
public record GatewayValues(
        @Nullable String url,
        int requestTimeoutSeconds,
        boolean betaFeaturesEnabled,
        List<String> outboundAllowlist,
        @Nullable String agentPlatformUrl,
        boolean agentPlatformTls,
        boolean vendoredModelsAllowed) {

    public static final int DEFAULT_TIMEOUT_SECONDS = 60;

    private static final int MIN_TIMEOUT_SECONDS = 60;
    private static final int MAX_TIMEOUT_SECONDS = 600;

    /** Validates all settings. The result is usable only if no error was added. */
    public static GatewayValues of(GatewayRequest request, ProblemErrors errors) {
        return new GatewayValues(
                url(request.url(), errors),
                timeout(request.requestTimeoutSeconds(), errors),
                Boolean.TRUE.equals(request.betaFeaturesEnabled()),
                allowlist(request.outboundAllowlist(), errors),
                agentPlatformUrl(request.agentPlatformUrl(), errors),
                !Boolean.FALSE.equals(request.agentPlatformTls()),
                !Boolean.FALSE.equals(request.vendoredModelsAllowed()));
    }

    /** The request that results in these settings. */
    public GatewayRequest request() {
        return new GatewayRequest(
                url,
                requestTimeoutSeconds,
                betaFeaturesEnabled,
                List.copyOf(outboundAllowlist),
                agentPlatformUrl,
                agentPlatformTls,
                vendoredModelsAllowed);
    }

    static GatewayValues of(GatewayEntity entity) {
        return new GatewayValues(
                entity.url,
                entity.requestTimeoutSeconds,
                entity.betaFeaturesEnabled,
                List.of(entity.outboundAllowlist),
                entity.agentPlatformUrl,
                entity.agentPlatformTls,
                entity.vendoredModelsAllowed);
    }

    private static @Nullable String url(@Nullable String text, ProblemErrors errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return HttpUrl.parse(text).withoutTrailingSlashes().value();
        } catch (HttpUrlException e) {
            errors.add("/url", code(e), e.rule());
            return null;
        }
    }

    private static @Nullable String agentPlatformUrl(@Nullable String text, ProblemErrors errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            HttpUrl.parseServer(text, true);
            return text.strip();
        } catch (HttpUrlException e) {
            errors.add("/agent_platform_url", code(e), e.rule());
            return null;
        }
    }

    private static String code(HttpUrlException e) {
        return e.kind() == HttpUrlException.Kind.FORBIDDEN ? "url-forbidden" : "url-invalid";
    }

    private static int timeout(@Nullable Integer seconds, ProblemErrors errors) {
        if (seconds == null) {
            return DEFAULT_TIMEOUT_SECONDS;
        }
        if (seconds < MIN_TIMEOUT_SECONDS || seconds > MAX_TIMEOUT_SECONDS) {
            errors.add(
                    "/request_timeout_seconds",
                    "out-of-range",
                    "The request timeout must be from " + MIN_TIMEOUT_SECONDS + " to " + MAX_TIMEOUT_SECONDS
                            + " seconds.");
        }
        return seconds;
    }

    private static List<String> allowlist(@Nullable List<@Nullable String> entries, ProblemErrors errors) {
        if (entries == null) {
            return List.of();
        }
        try {
            return Allowlist.parse(entries).entries();
        } catch (AllowlistException e) {
            if (e.kind() == AllowlistException.Kind.TOO_LONG) {
                errors.add("/outbound_allowlist", "allowlist-too-long", String.valueOf(e.getMessage()));
            }
            e.invalidEntries()
                    .forEach(entry -> errors.add(
                            "/outbound_allowlist/" + entry.index(), "allowlist-entry-invalid", entry.rule()));
            return List.of();
        }
    }
}
