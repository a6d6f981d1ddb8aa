package dev.duoconfig.check;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.OutboundResponse;
import dev.duoconfig.outbound.Route;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/** The connection to one server: the steps that open it, and the requests that are then sent over it. */
final class ServerConnection {

    private static final Duration MAX_CONNECT = Duration.ofSeconds(3);

    private final OutboundClient client;
    private final ObjectMapper json;
    private final HttpUrl url;
    private final Allowlist allowlist;
    private final Trust trust;
    private @Nullable Route route;

    ServerConnection(OutboundClient client, ObjectMapper json, HttpUrl url, Allowlist allowlist, Trust trust) {
        this.client = client;
        this.json = json;
        this.url = url;
        this.allowlist = allowlist;
        this.trust = trust;
    }

    /** Runs the steps {@code outbound_policy}, {@code connect}, and {@code tls}. */
    void open(CheckRun run) {
        run.step(StepName.OUTBOUND_POLICY, this::policy)
                .step(StepName.CONNECT, this::connect)
                .step(StepName.TLS, this::tls);
    }

    /** @throws dev.duoconfig.outbound.OutboundException if there is no complete response */
    OutboundResponse get(HttpUrl target, Map<String, String> headers, Deadline deadline) {
        return client.send(request("GET", target, headers, null, deadline), route());
    }

    /**
     * Sends a body as JSON.
     *
     * @throws dev.duoconfig.outbound.OutboundException if there is no complete response
     */
    OutboundResponse post(HttpUrl target, Map<String, String> headers, Object body, Deadline deadline) {
        var withType = new LinkedHashMap<>(headers);
        withType.put("Content-Type", "application/json");
        return client.send(request("POST", target, withType, JsonText.of(json, body), deadline), route());
    }

    /** Applies the outbound rules and connects, as one step. */
    StepOutcome reach(Deadline deadline) {
        var allowed = policy(deadline);
        var connected = connect(deadline);
        return new StepOutcome(
                connected.status(),
                allowed.detail() + ". " + connected.detail(),
                connected.summary(),
                connected.suggestions(),
                null);
    }

    private StepOutcome policy(Deadline deadline) {
        var found = client.route(probe(deadline));
        route = found;
        return StepOutcome.passed(String.join("; ", found.rules()), "The outbound rules allow the address.");
    }

    private StepOutcome connect(Deadline deadline) {
        if (client.usesProxy()) {
            return StepOutcome.skipped(
                    "Connections go through the configured proxy. The next steps show whether the server is reachable.");
        }
        var reached = client.connect(probe(deadline), route());
        route = reached;
        return StepOutcome.passed(
                "Connected to " + String.join(", ", reached.addresses()) + ".", "The server accepts connections.");
    }

    StepOutcome tls(Deadline deadline) {
        if (!url.isTls()) {
            return StepOutcome.skipped("The URL starts with http://, so the connection is not encrypted.");
        }
        var session = client.handshake(probe(deadline), route());
        return StepOutcome.passed(
                session.protocol() + "; the certificate is trusted and valid until " + session.certificateExpiresAt()
                        + ".",
                "The connection is secure.");
    }

    private Route route() {
        if (route == null) {
            throw new IllegalStateException("The step outbound_policy must be run first");
        }
        return route;
    }

    private OutboundRequest probe(Deadline deadline) {
        return request("GET", url, Map.of(), null, deadline);
    }

    private OutboundRequest request(
            String method, HttpUrl target, Map<String, String> headers, @Nullable String body, Deadline deadline) {
        var remaining = Duration.ofMillis(deadline.remainingMillis());
        var connect = remaining.compareTo(MAX_CONNECT) < 0 ? remaining : MAX_CONNECT;
        return new OutboundRequest(method, target, headers, body, connect, remaining, allowlist, trust);
    }
}
