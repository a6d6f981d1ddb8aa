package dev.duoconfig.check;

import java.util.List;
import java.util.Optional;

import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundException;

/** Tries the corrections of an endpoint that does not work, and proposes the one that does. */
final class EndpointCorrections {

    private final List<EndpointCorrection> corrections;
    private final ServerConnection connection;

    EndpointCorrections(ModelServer server, ServerConnection connection) {
        this.corrections = EndpointCorrection.of(server);
        this.connection = connection;
    }

    /**
     * The failure with the correction that works. If none does, a correction that the form of the endpoint shows is named;
     * otherwise, the failure stays as it is.
     *
     * @param chat whether the model itself may be asked, in addition to the list
     * @param callerRefused whether the server refused the caller, as some servers do under every path
     */
    StepOutcome improve(StepOutcome failure, boolean chat, boolean callerRefused, Deadline deadline) {
        for (var correction : corrections) {
            var seen = evidence(correction, chat, callerRefused, deadline);
            if (seen.isPresent()) {
                return failure.explained(correction.summary(), List.of(correction.suggestion(seen.get())));
            }
        }
        return corrections.stream()
                .filter(EndpointCorrection::shownByForm)
                .findFirst()
                .map(correction -> failure.explained(
                        callerRefused ? correction.summary() + " " + failure.summary() : correction.summary(),
                        correction.proposedUnseen()
                                ? List.of(correction.suggestion(
                                        "It is the form of the platform. This check could not see that it works."))
                                : List.of()))
                .orElse(failure);
    }

    /** What shows that a correction works; empty if nothing does. */
    private Optional<String> evidence(
            EndpointCorrection correction, boolean chat, boolean callerRefused, Deadline deadline) {
        if (deadline.isOver()) {
            return Optional.empty();
        }
        try {
            var server = correction.server();
            var list = ModelList.of(connection.get(server.listUrl(), server.headers(), deadline));
            if (list.isList() || (list.isRefusedCaller() && !callerRefused)) {
                return Optional.of("The API responds to GET " + server.listPath()
                        + (correction.field().equals("endpoint") ? " under this URL." : " with this prefix."));
            }
            return chat && new Completion(server, connection, ServerMessages.none()).answers(deadline)
                    ? Optional.of("The model answers with it.")
                    : Optional.empty();
        } catch (OutboundException e) {
            return Optional.empty();
        }
    }
}
