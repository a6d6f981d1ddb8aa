package dev.duoconfig.check;

import java.time.Duration;
import java.util.Map;

import dev.duoconfig.outbound.Allowlist;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.OutboundResponse;
import dev.duoconfig.outbound.Route;
import dev.duoconfig.outbound.Trust;
import org.jspecify.annotations.Nullable;

/** The way to one server: the steps that open it, and the requests that then go over it. */
final class Passage {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);

    private final OutboundClient client;
    private final HttpUrl url;
    private final Allowlist allowlist;
    private final Trust trust;
    private @Nullable Route route;

    Passage(OutboundClient client, HttpUrl url, Allowlist allowlist, Trust trust) {
        this.client = client;
        this.url = url;
        this.allowlist = allowlist;
        this.trust = trust;
    }

    /** Takes the steps {@code outbound_policy}, {@code connect} and {@code tls}. */
    void open(Ladder ladder) {
        ladder.step(StepName.OUTBOUND_POLICY, this::policy)
                .step(StepName.CONNECT, this::connect)
                .step(StepName.TLS, this::tls);
    }

    /** @throws dev.duoconfig.outbound.OutboundException if there is no complete answer */
    OutboundResponse get(HttpUrl target, Map<String, String> headers, StepTime time) {
        return client.send(request("GET", target, headers, null, time), opened());
    }

    /** @throws dev.duoconfig.outbound.OutboundException if there is no complete answer */
    OutboundResponse post(HttpUrl target, Map<String, String> headers, String body, StepTime time) {
        return client.send(request("POST", target, headers, body, time), opened());
    }

    private Outcome policy(StepTime time) {
        var found = client.route(knock(time));
        route = found;
        return Outcome.passed(String.join("; ", found.rules()), "The outbound rules let the address pass.");
    }

    private Outcome connect(StepTime time) {
        if (client.usesProxy()) {
            return Outcome.skipped("Connections go through the configured proxy: the next steps show how far.");
        }
        var reached = client.connect(knock(time), opened());
        route = reached;
        return Outcome.passed(
                "Connected to " + String.join(", ", reached.addresses()) + ".", "The server takes connections.");
    }

    private Outcome tls(StepTime time) {
        if (!url.isTls()) {
            return Outcome.skipped("The URL starts with http://: nothing is encrypted.");
        }
        var session = client.handshake(knock(time), opened());
        return Outcome.passed(
                session.protocol() + "; the certificate is trusted and valid until " + session.certificateExpiresAt()
                        + ".",
                "The connection is secure.");
    }

    private Route opened() {
        if (route == null) {
            throw new IllegalStateException("The outbound rules have not been asked yet");
        }
        return route;
    }

    private OutboundRequest knock(StepTime time) {
        return request("GET", url, Map.of(), null, time);
    }

    private OutboundRequest request(
            String method, HttpUrl target, Map<String, String> headers, @Nullable String body, StepTime time) {
        var left = time.left();
        var connect = left.compareTo(LONGEST_CONNECT) < 0 ? left : LONGEST_CONNECT;
        return new OutboundRequest(method, target, headers, body, connect, left, allowlist, trust);
    }
}
