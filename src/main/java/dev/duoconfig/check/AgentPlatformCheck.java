package dev.duoconfig.check;

import java.util.Objects;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.resolve.CheckStatus;
import org.jspecify.annotations.Nullable;

/** Checks whether the service of the Agent Platform can be reached. It speaks gRPC, so nothing is sent to it. */
final class AgentPlatformCheck {

    private static final String NOT_SET =
            "No service of the Agent Platform is set. Flows use the one that GitLab is set to.";

    private static final String HEALTHY = "The AI gateway is healthy, and the service of the Agent Platform ";

    private final OutboundClient client;
    private final ObjectMapper json;
    private final OutboundAccess access;
    private @Nullable ServerConnection connection;

    AgentPlatformCheck(OutboundClient client, ObjectMapper json, OutboundAccess access) {
        this.client = client;
        this.json = json;
        this.access = access;
    }

    void run(CheckRun run) {
        run.step(StepName.AGENT_PLATFORM_CONNECT, this::connect).step(StepName.AGENT_PLATFORM_TLS, this::tls);
    }

    private StepOutcome connect(Deadline deadline) {
        var server = access.agentPlatformUrl();
        if (server == null) {
            return StepOutcome.skipped(NOT_SET);
        }
        try {
            var url = HttpUrl.parseServer(server, access.agentPlatformTls());
            connection = new ServerConnection(client, json, url, access.allowlist(), Trust.ADMINISTRATOR);
            var outcome = connection.reach(deadline);
            return outcome.status() == CheckStatus.PASSED
                    ? StepOutcome.passed(outcome.detail(), HEALTHY + "accepts connections.")
                    : outcome;
        } catch (HttpUrlException e) {
            return StepOutcome.failed(
                    "The agent_platform_url cannot be used. " + e.rule(),
                    "Correct the agent_platform_url with PATCH /gateway.");
        }
    }

    private StepOutcome tls(Deadline deadline) {
        if (access.agentPlatformUrl() == null) {
            return StepOutcome.skipped(NOT_SET);
        }
        if (!access.agentPlatformTls()) {
            return StepOutcome.skipped("agent_platform_tls is false, so the connection is not encrypted.");
        }
        var outcome = Objects.requireNonNull(connection).tls(deadline);
        return StepOutcome.passed(outcome.detail(), HEALTHY + "accepts secure connections.");
    }
}
