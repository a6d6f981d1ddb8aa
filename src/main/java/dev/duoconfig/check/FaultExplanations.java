package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.outbound.OutboundException;

/** What it means for an administrator that no answer was had. */
final class FaultExplanations {

    private FaultExplanations() {}

    static StepOutcome outcome(StepName step, OutboundException fault) {
        return fault.allowlistEntry()
                .map(entry -> blocked(fault.detail(), entry))
                .orElseGet(() -> StepOutcome.failed(sentence(fault.detail()), summary(step, fault.fault())));
    }

    private static StepOutcome blocked(String detail, String entry) {
        return StepOutcome.failed(
                sentence(detail),
                "The outbound rules block this address. If it is the right one, add \"" + entry
                        + "\" to outbound_allowlist with PATCH /gateway.",
                List.of(new CheckSuggestion("outbound_allowlist", entry, "This entry allows the host on this port.")));
    }

    private static String summary(StepName step, OutboundException.Fault fault) {
        return switch (fault) {
            case BLOCKED ->
                "The outbound rules block this address; the step's detail says by which rule, and what to do. Metadata and"
                        + " link-local addresses are hardly a server of yours.";
            case NAME_NOT_RESOLVED ->
                "The host's name is not known where this service runs: check its spelling, and the DNS of this machine"
                        + " or container.";
            case REFUSED ->
                "Nothing listens there, or there is no way there: check host and port, and whether the server runs and"
                        + " listens on more than its own loopback address. In a container, localhost is the container"
                        + " itself.";
            case CONNECT_TIMEOUT ->
                "The connection attempt stays without an answer: check host and port, and the firewalls between this"
                        + " service and the server.";
            case TLS ->
                "There is no secure connection, for the reason that the step's detail gives. If its authority is a"
                        + " private one, that one's certificate belongs in the file that DUO_OUTBOUND_CA_BUNDLE names; a server"
                        + " without TLS is reached with http://.";
            case TIMEOUT -> timeout(step);
            case TOO_LARGE ->
                "What answers there sends more than such an answer ever has: it is hardly the API that is meant. Check"
                        + " host, port and path of the URL.";
            case BROKEN_ANSWER ->
                "What listens there does not speak HTTP as it should, or hangs up: check the port, and whether the URL"
                        + " should start with https:// instead of http://.";
        };
    }

    private static String timeout(StepName step) {
        return switch (step) {
            case COMPLETION, GATEWAY_PROMPT ->
                "The model is too slow, or still being loaded: look at the model server's load and log, and check again.";
            case OUTBOUND_POLICY -> "The DNS of the machine this runs on does not answer in time.";
            case CONNECT, TLS, LIST_MODELS, GATEWAY_HEALTH ->
                "The server takes the connection but does not answer in time: it hangs, is overloaded, or something in"
                        + " between swallows the request. Look at its log.";
        };
    }

    private static String sentence(String detail) {
        return detail.endsWith(".") ? detail : detail + ".";
    }
}
