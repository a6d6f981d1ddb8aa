package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.outbound.OutboundException;

/** Explains why there is no response, and what to do about it. */
final class FaultExplanations {

    private FaultExplanations() {}

    static StepOutcome outcome(StepName step, OutboundException fault) {
        return fault.allowlistEntry()
                .map(entry -> blocked(fault.detail(), entry))
                .orElseGet(() -> StepOutcome.failed(sentence(fault.detail()), summary(step, fault)));
    }

    private static StepOutcome blocked(String detail, String entry) {
        return StepOutcome.failed(
                sentence(detail),
                "The outbound rules block this address. If the address is correct, add \"" + entry
                        + "\" to outbound_allowlist with PATCH /gateway.",
                List.of(new CheckSuggestion("outbound_allowlist", entry, "This entry allows the host on this port.")));
    }

    private static String summary(StepName step, OutboundException fault) {
        return switch (fault.fault()) {
            case BLOCKED ->
                "The outbound rules block this address; the detail of the step names the rule and what to do. Check the URL"
                        + " first: a metadata or link-local address is rarely one of your servers.";
            case NAME_NOT_RESOLVED ->
                "The host name cannot be resolved where this service runs. Check its spelling, and the DNS of this machine"
                        + " or container.";
            case REFUSED ->
                "Nothing listens at this address, or the address cannot be reached. Check the host and port, and whether"
                        + " the server is running and listens on more than its own loopback address. In a container,"
                        + " localhost is the container itself.";
            case CONNECT_TIMEOUT ->
                "The server does not respond to the connection attempt. Check the host and port, and the firewalls between"
                        + " this service and the server.";
            case TLS ->
                "A secure connection is not possible; the detail of the step gives the reason. If the certificate comes"
                        + " from a private authority, add the certificate of that authority to the file that"
                        + " DUO_OUTBOUND_CA_BUNDLE names. If the server does not use TLS, "
                        + (step == StepName.AGENT_PLATFORM_TLS
                                ? "set agent_platform_tls to false with PATCH /gateway."
                                : "start the URL with http://.");
            case TIMEOUT -> fault.responded() ? unfinished() : timeout(step);
            case TOO_LARGE ->
                "The response is larger than any response of the expected API, so the URL probably leads to something else."
                        + " Check the host, port, and path of the URL.";
            case COMPRESSED ->
                "The server, or a proxy in front of it, compresses its responses even for clients that ask for no compression, in"
                        + " a way that cannot be read here. Turn compression off for this path.";
            case BROKEN_RESPONSE ->
                "The server does not speak valid HTTP, or closes the connection early. Check the port, and whether the URL"
                        + " should start with https:// instead of http://.";
        };
    }

    private static String unfinished() {
        return "The server begins to respond, but its response does not end in time: it may be slow, or stream without end"
                + " although it was not asked to. Check the log of the server, and any proxy in front of it.";
    }

    private static String timeout(StepName step) {
        return switch (step) {
            case COMPLETION, TOOL_CALL, GATEWAY_PROMPT ->
                "The model is too slow, or is still being loaded. Check the load and the log of the model server, then run"
                        + " the check again.";
            case OUTBOUND_POLICY ->
                "DNS does not respond in time where this service runs. Check the DNS of this machine or container.";
            case CONNECT, TLS, LIST_MODELS, GATEWAY_HEALTH, AGENT_PLATFORM_CONNECT, AGENT_PLATFORM_TLS ->
                "The server accepts the connection but does not respond in time: it hangs, is overloaded, or something in"
                        + " between drops the request. Check the log of the server.";
        };
    }

    /** The detail with a period at its end. */
    static String sentence(String detail) {
        return detail.endsWith(".") ? detail : detail + ".";
    }
}
