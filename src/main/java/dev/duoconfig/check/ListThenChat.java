package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.resolve.CheckStatus;
import org.jspecify.annotations.Nullable;

/**
 * Checks the list, then the model itself, which decides: some servers chat but list no models, or not under every name, and
 * others list models but do not chat.
 */
final class ListThenChat {

    private static final String NO_LIST = "The server does not list its models: ";

    private final ModelServer server;
    private final ServerConnection connection;
    private final ModelListRequest listRequest;
    private final Completion completion;
    private final ToolCall toolCall;
    private final boolean completes;
    private @Nullable ModelList modelList;

    /** @param completes whether the completion follows the list, and not only the call of a tool */
    ListThenChat(ModelServer server, ServerConnection connection, ServerMessages messages, boolean completes) {
        this.server = server;
        this.connection = connection;
        this.listRequest = new ModelListRequest(server, connection, messages);
        this.completion = new Completion(server, connection, messages);
        this.toolCall = new ToolCall(server, connection, messages);
        this.completes = completes;
    }

    /** Fails only if there is no response: any response comes from a server that may chat. */
    StepOutcome list(Deadline deadline) {
        try {
            var list = listRequest.send(deadline);
            modelList = list;
            return list.kind() == ModelList.Kind.NAMES && listRequest.has(list)
                    ? listRequest.evaluate(list, deadline)
                    : StepOutcome.skipped((list.isList() ? "The server does not list this model: " : NO_LIST)
                                    + listRequest.describe(list)
                                    + nextDecides())
                            .withServerMessage(list.serverMessage());
        } catch (OutboundException e) {
            if (!e.responded()) {
                throw e;
            }
            return StepOutcome.skipped(NO_LIST + FaultExplanations.sentence(e.detail()) + nextDecides());
        }
    }

    StepOutcome complete(Deadline deadline) {
        var reply = completion.ask(deadline);
        return improved(completion.evaluate(reply, listed() && !server.isAzure()), reply, deadline);
    }

    StepOutcome callTool(Deadline deadline) {
        var reply = toolCall.ask(deadline);
        var outcome = toolCall.evaluate(reply, listed() && !server.isAzure());
        return completes || ToolCall.concernsTools(reply) ? outcome : improved(outcome, reply, deadline);
    }

    private String nextDecides() {
        return " The " + (completes ? "completion" : "tool_call")
                + " step shows whether the model answers nevertheless.";
    }

    /** The list, if it has names. */
    private @Nullable ModelList names() {
        var list = modelList;
        return list != null && list.kind() == ModelList.Kind.NAMES ? list : null;
    }

    private boolean listed() {
        var names = names();
        return names != null && listRequest.has(names);
    }

    private StepOutcome improved(StepOutcome outcome, Completion.Reply reply, Deadline deadline) {
        var names = names();
        if (outcome.status() != CheckStatus.FAILED || reply.status() == 429) {
            return outcome;
        }
        if (names == null || server.isAzure()) {
            return new EndpointCorrections(server, connection)
                    .improve(outcome, true, reply.isRefusedCaller(), deadline);
        }
        return listed() || !reply.mayBeAboutTheName() ? outcome : withName(outcome, names);
    }

    private StepOutcome withName(StepOutcome outcome, ModelList list) {
        var closest = listRequest.suggestName(list);
        return outcome.explained(
                "The server lists no model with this name, and does not answer as it. "
                        + listRequest.correctName(closest)
                        + (outcome.serverMessage() == null
                                ? ""
                                : " " + ResponseExplanations.reason(outcome.serverMessage())),
                closest.map(List::of).orElse(List.of()));
    }
}
