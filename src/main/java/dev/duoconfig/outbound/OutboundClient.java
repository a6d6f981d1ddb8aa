package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Function;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.AddressPolicy;
import dev.duoconfig.trace.Traces;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Sends requests to other servers whose URLs are settings. The {@link AddressPolicy} checks all addresses of a name, and the
 * connection goes to a checked address; the name is used for the Host header and the certificate. The client does not follow
 * redirects, uses no proxy except a configured one, and opens a connection for each request.
 */
@ApplicationScoped
@Startup
public class OutboundClient {

    /** The largest body that is read, in bytes. */
    public static final int MAX_RESPONSE_BYTES = 1024 * 1024;

    /** The caller that requests count for if no other is named. */
    private static final Object THE_SERVICE = "";

    private static final Set<Fault> UNREACHABLE = Set.of(Fault.REFUSED, Fault.CONNECT_TIMEOUT);

    private final Vertx vertx;
    private final AddressLookup lookup;
    private final Egress egress;
    private final OutboundSpans spans;
    private final Object caller;

    @Inject
    OutboundClient(Vertx vertx, OutboundSettings settings, Traces traces) {
        this(
                vertx,
                Egress.of(settings.caBundle(), settings.proxy()),
                new AddressLookup(InetAddress::getAllByName, AddressLookup::interfaceAddresses),
                new OutboundSpans(traces),
                THE_SERVICE);
    }

    OutboundClient(Vertx vertx, Egress egress, AddressLookup lookup) {
        this(vertx, egress, lookup, new OutboundSpans(Traces.none()), THE_SERVICE);
    }

    private OutboundClient(Vertx vertx, Egress egress, AddressLookup lookup, OutboundSpans spans, Object caller) {
        this.vertx = vertx;
        this.lookup = lookup;
        this.egress = egress;
        this.spans = spans;
        this.caller = caller;
    }

    /**
     * Returns the same client for the requests that a caller causes. Each caller can have only some of the name lookups, so that
     * names whose servers do not respond do not stop the lookups of others.
     *
     * @param key the key that limits count the caller by
     */
    public OutboundClient onBehalfOf(Object key) {
        return new OutboundClient(vertx, egress, lookup, spans, key);
    }

    /**
     * Sends a request and waits for the complete response with any status. Blocks: call it from a worker thread, and
     * not inside a database transaction.
     *
     * @throws OutboundException if there is no complete response within the request's timeout, or the policy blocks the
     *     host; its fault states the reason
     */
    public OutboundResponse send(OutboundRequest request) {
        var deadline = startDeadline(request);
        return send(request, lookup.route(caller, request, deadline), deadline);
    }

    /**
     * Looks up the URL's host and checks all its addresses. Connections over the route go only to these addresses, even
     * if the name resolves to others later. This method and the three below are the parts of {@link #send(OutboundRequest)}; each
     * blocks for up to the request's timeout.
     *
     * @throws OutboundException if the name has no address, or the policy blocks one of its addresses
     */
    public Route route(OutboundRequest request) {
        return lookup.route(caller, request, startDeadline(request));
    }

    /**
     * Opens a TCP connection and closes it, without sending anything.
     *
     * @return the route to the address that was reached
     * @throws OutboundException if no address can be reached
     */
    public Route connect(OutboundRequest request, Route route) {
        var deadline = startDeadline(request);
        return firstReachable(request, route, deadline, target -> {
            new Exchange(request, target, deadline).connect(vertx, egress);
            return route.only(target);
        });
    }

    /**
     * Opens a TLS connection and closes it, without sending a request.
     *
     * @throws OutboundException if there is no trusted connection
     */
    public TlsSession handshake(OutboundRequest request, Route route) {
        var deadline = startDeadline(request);
        return firstReachable(
                request, route, deadline, target -> new Exchange(request, target, deadline).handshake(vertx, egress));
    }

    /**
     * Sends a request over a route.
     *
     * @throws OutboundException if there is no complete response within the request's timeout
     * @throws IllegalArgumentException if the route belongs to another host or port than the request's URL
     */
    public OutboundResponse send(OutboundRequest request, Route route) {
        return send(request, route, startDeadline(request));
    }

    /** The trust and proxy options, for connections that libraries open. */
    public Egress egress() {
        return egress;
    }

    /** Whether connections go through a proxy, so that only a tunnel or a response shows that the server is reachable. */
    public boolean usesProxy() {
        return egress.proxy().isPresent();
    }

    private OutboundResponse send(OutboundRequest request, Route route, Deadline deadline) {
        return spans.send(
                request,
                sent -> firstReachable(
                        sent, route, deadline, target -> new Exchange(sent, target, deadline).run(vertx, egress)));
    }

    private static Deadline startDeadline(OutboundRequest request) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A request to another server would block the event loop");
        }
        return Deadline.in(request.timeout());
    }

    /** The result of the attempt with the first reachable address. */
    private static <T> T firstReachable(
            OutboundRequest request, Route route, Deadline deadline, Function<AddressLookup.Checked, T> attempt) {
        var targets = route.targetsFor(request).iterator();
        while (true) {
            try {
                return attempt.apply(targets.next());
            } catch (OutboundException e) {
                var unreachable = UNREACHABLE.contains(e.fault());
                if (!unreachable || !targets.hasNext() || deadline.isOver()) {
                    throw e;
                }
            }
        }
    }

    @PreDestroy
    void close() {
        lookup.close();
    }
}
