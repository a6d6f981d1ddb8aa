package dev.duoconfig.instance;

import java.util.Objects;
import java.util.Set;

import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.instance.Step.GatewayState;
import dev.duoconfig.instance.Step.SetGateway;
import org.jspecify.annotations.Nullable;

/** Plans the settings of the AI gateway. A setting that is null here is left alone there. */
final class GatewaySteps {

    private static final String URL = "aiGatewayUrl";
    private static final String TIMEOUT = "aiGatewayTimeoutSeconds";
    private static final String AGENT_PLATFORM = "duoAgentPlatformServiceUrl";

    private final GitLabInterface offered;
    private final Findings findings;

    private GatewaySteps(GitLabInterface offered, Findings findings) {
        this.offered = offered;
        this.findings = findings;
    }

    static void plan(Desired desired, GitLabState there, Findings findings) {
        new GatewaySteps(there.offered(), findings).plan(desired, there.gateway());
        addManual(desired, findings);
    }

    private void plan(Desired desired, GitLabState.Gateway there) {
        var here = desired.snapshot().gateway();
        var timeout = here.requestTimeoutSeconds();
        var url = differs(here.url(), there.url()) && canSet("gateway.url", URL, true);
        var seconds = !Objects.equals(timeout, there.timeoutSeconds())
                && canSet("gateway.request_timeout_seconds", TIMEOUT, timeout != GatewayValues.DEFAULT_TIMEOUT_SECONDS);
        var agentPlatform = differs(desired.agentPlatformUrl(), there.agentPlatformUrl())
                && canSet("gateway.agent_platform_url", AGENT_PLATFORM, true);
        if (url || seconds || agentPlatform) {
            findings.step(new SetGateway(
                    new GatewayState(
                            url ? there.url() : null,
                            seconds ? there.timeoutSeconds() : null,
                            agentPlatform ? there.agentPlatformUrl() : null),
                    new GatewayState(
                            url ? here.url() : null,
                            seconds ? timeout : null,
                            agentPlatform ? desired.agentPlatformUrl() : null)));
        }
    }

    private static boolean differs(@Nullable String here, @Nullable String there) {
        return here != null && (there == null || !trimmed(here).equals(trimmed(there)));
    }

    private static String trimmed(String url) {
        var text = url.strip();
        var end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    /**
     * Whether the GitLab shows and accepts a setting.
     *
     * @param matters whether it is worth a report if not
     */
    private boolean canSet(String subject, String field, boolean matters) {
        var obstacle = offered.has(GitLabInterface.GATEWAY, field)
                ? Obstacle.ofCall(offered, GitLabInterface.UPDATE_GATEWAY, Set.of(field))
                : Obstacle.settingUnknown("This GitLab's API does not show the field '%s'.".formatted(field));
        if (obstacle != null && matters) {
            findings.notPossible(subject, obstacle);
        }
        return obstacle == null;
    }

    private static void addManual(Desired desired, Findings findings) {
        if (desired.snapshot().gateway().betaFeaturesEnabled()) {
            findings.manual(
                    "beta_features_toggle",
                    "gateway.beta_features_enabled",
                    "Beta models and features are enabled here. GitLab's API cannot enable them.",
                    "In GitLab's Admin area, turn on 'Use beta models and features in GitLab Duo Self-Hosted'.");
        }
        if (desired.agentPlatformUrl() != null && !desired.agentPlatformTls()) {
            findings.manual(
                    "agent_platform_tls",
                    "gateway.agent_platform_tls",
                    "The Agent Platform's service is called without TLS here. GitLab's API cannot turn TLS off.",
                    "In GitLab's configuration, turn off TLS for the Agent Platform's service.");
        }
    }
}
