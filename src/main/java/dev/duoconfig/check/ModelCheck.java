package dev.duoconfig.check;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.resolve.CheckStatus;
import dev.duoconfig.security.CallerKey;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks a model by calling its server directly. */
@ApplicationScoped
class ModelCheck {

    private static final String NOT_CALLED_DIRECTLY =
            "%s is not called directly, because its credentials and %s are in the AI gateway."
                    + " Use via=gateway to check the model there.";

    private final OutboundClient client;
    private final CheckSettings settings;
    private final ObjectMapper json;

    ModelCheck(OutboundClient client, CheckSettings settings, ObjectMapper json) {
        this.client = client;
        this.settings = settings;
        this.json = json;
    }

    CheckReport run(
            CallerKey caller,
            CallableModel subject,
            Allowlist allowlist,
            CheckOptions options,
            ServerMessages messages) {
        var run = new CheckRun(settings.stepTimeout());
        var model = subject.model();
        var platform = model.platform();
        var endpoint = model.endpoint();
        if (platform == Platform.BEDROCK) {
            return skipped(NOT_CALLED_DIRECTLY.formatted("Bedrock", "region"), run, options);
        }
        if (platform == Platform.VERTEX_AI) {
            return skipped(NOT_CALLED_DIRECTLY.formatted("Vertex AI", "project"), run, options);
        }
        if (platform == null || endpoint == null) {
            return unusable(run, "The model has no endpoint, or its identifier has no known prefix.");
        }
        try {
            var server = new ModelServer(platform, HttpUrl.parse(endpoint), model.identifier(), subject.apiKey());
            return check(connection(caller, server, allowlist), server, options, messages, run);
        } catch (HttpUrlException e) {
            return unusable(run, "The endpoint cannot be used. " + e.rule());
        }
    }

    private ServerConnection connection(CallerKey caller, ModelServer server, Allowlist allowlist) {
        return new ServerConnection(client.onBehalfOf(caller), json, server.endpoint(), allowlist, Trust.ADMINISTRATOR);
    }

    private static CheckReport check(
            ServerConnection connection,
            ModelServer server,
            CheckOptions options,
            ServerMessages messages,
            CheckRun run) {
        connection.open(run);
        if (!options.completion() && !options.tools()) {
            var list = new ModelListRequest(server, connection, messages);
            return run.step(
                            StepName.LIST_MODELS,
                            deadline -> advised(server, list.evaluate(list.send(deadline), deadline)))
                    .report();
        }
        var listThenChat = new ListThenChat(server, connection, messages, options.completion());
        run.step(StepName.LIST_MODELS, listThenChat::list);
        if (options.completion()) {
            run.step(StepName.COMPLETION, deadline -> advised(server, listThenChat.complete(deadline)));
        }
        if (options.tools()) {
            run.step(StepName.TOOL_CALL, listThenChat::callTool);
        }
        return run.report();
    }

    /** Servers with a prefix that GitLab does not document may have an API of their own, which LiteLLM in the gateway knows. */
    private static StepOutcome advised(ModelServer server, StepOutcome outcome) {
        return server.platform() == Platform.OTHER && outcome.status() == CheckStatus.FAILED
                ? outcome.explained(
                        outcome.summary() + " This check uses OpenAI's API; if the platform " + server.prefix()
                                + " has another one, use via=gateway.",
                        outcome.suggestions())
                : outcome;
    }

    private static CheckReport skipped(String reason, CheckRun run, CheckOptions options) {
        var steps = List.of(StepName.OUTBOUND_POLICY, StepName.CONNECT, StepName.TLS, StepName.LIST_MODELS);
        steps.forEach(step -> run.step(step, deadline -> StepOutcome.skipped(reason)));
        if (options.completion()) {
            run.step(StepName.COMPLETION, deadline -> StepOutcome.skipped(reason));
        }
        if (options.tools()) {
            run.step(StepName.TOOL_CALL, deadline -> StepOutcome.skipped(ToolCall.NOT_ASKED));
        }
        return run.report();
    }

    private static CheckReport unusable(CheckRun run, String reason) {
        return run.step(
                        StepName.OUTBOUND_POLICY,
                        deadline -> StepOutcome.failed(
                                reason, "There is no server to check. Correct the model with PATCH /models/{id}."))
                .report();
    }
}
