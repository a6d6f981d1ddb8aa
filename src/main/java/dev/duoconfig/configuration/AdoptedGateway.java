package dev.duoconfig.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.http.problem.ProblemErrors;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's settings after a document from another system: what is set here stays, and what is not set here is adopted.
 *
 * @param notAdopted warnings about settings of the other system that are not in effect here
 */
record AdoptedGateway(GatewayRequest request, List<ConfigurationWarning> notAdopted) {

    private static final String CODE = "gateway_not_adopted";

    /**
     * Merges the settings.
     *
     * @param found the settings of the other system
     * @param currentUrl the URL of the gateway that applies here, or null
     */
    static AdoptedGateway of(GatewayRequest found, GatewayValues stored, @Nullable String currentUrl) {
        var faults = ProblemErrors.unlimited();
        var values = GatewayValues.of(found, faults);
        var warnings = new ArrayList<ConfigurationWarning>();
        add("/url", urlNotAdopted(values.url(), currentUrl, fault("/url", faults)), warnings);
        var timeoutFault = fault("/request_timeout_seconds", faults);
        var timeout = found.requestTimeoutSeconds();
        var timeoutHere = stored.requestTimeoutSeconds();
        add("/request_timeout_seconds", timeoutNotAdopted(timeout, timeoutHere, timeoutFault), warnings);
        var adopted = timeout == null || timeoutFault != null || timeoutHere != GatewayValues.DEFAULT_TIMEOUT_SECONDS
                ? timeoutHere
                : timeout;
        var agentsFound = values.agentPlatformUrl();
        var agentsHere = stored.agentPlatformUrl();
        add(
                "/agent_platform_url",
                agentPlatformNotAdopted(agentsFound, agentsHere, fault("/agent_platform_url", faults)),
                warnings);
        var merged = new GatewayRequest(
                currentUrl == null ? values.url() : stored.url(),
                adopted,
                stored.betaFeaturesEnabled(),
                List.copyOf(stored.outboundAllowlist()),
                agentsHere == null ? agentsFound : agentsHere,
                stored.agentPlatformTls(),
                stored.vendoredModelsAllowed());
        return new AdoptedGateway(merged, List.copyOf(warnings));
    }

    private static @Nullable String urlNotAdopted(
            @Nullable String found, @Nullable String current, @Nullable String fault) {
        if (fault != null) {
            return "The URL of the AI gateway of the GitLab cannot be used here. " + fault
                    + " Set the gateway with PATCH /gateway.";
        }
        return current == null || found == null || current.equals(found)
                ? null
                : "The GitLab uses the AI gateway " + found
                        + ". The one that is set here stays. To use the other one, set it with PATCH /gateway.";
    }

    private static @Nullable String timeoutNotAdopted(@Nullable Integer found, int here, @Nullable String fault) {
        if (fault != null) {
            return "The request timeout of the GitLab, " + found + " seconds, cannot be used here. " + fault
                    + " Set request_timeout_seconds with PATCH /gateway.";
        }
        return found == null || here == GatewayValues.DEFAULT_TIMEOUT_SECONDS || here == found
                ? null
                : "The GitLab has a request timeout of " + found
                        + " seconds. The one that is set here stays. To use the other one, set request_timeout_seconds with"
                        + " PATCH /gateway.";
    }

    private static @Nullable String agentPlatformNotAdopted(
            @Nullable String found, @Nullable String here, @Nullable String fault) {
        if (fault != null) {
            return "The URL of the Agent Platform's service of the GitLab cannot be used here. " + fault
                    + " Set agent_platform_url with PATCH /gateway.";
        }
        return here == null || found == null || here.equals(found)
                ? null
                : "The GitLab uses the Agent Platform's service at " + found
                        + ". The one that is set here stays. To use the other one, set agent_platform_url with PATCH /gateway.";
    }

    private static void add(String property, @Nullable String detail, List<ConfigurationWarning> warnings) {
        if (detail != null) {
            warnings.add(new ConfigurationWarning(CODE, "/gateway" + property, detail));
        }
    }

    private static @Nullable String fault(String pointer, ProblemErrors faults) {
        return faults.all().stream()
                .filter(error -> error.pointer().equals(pointer))
                .map(error -> Objects.requireNonNull(error.detail()))
                .findFirst()
                .orElse(null);
    }
}
