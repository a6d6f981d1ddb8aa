package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

import dev.duoconfig.outbound.OutboundException.Fault;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Sends requests to other servers on behalf of a setting. All addresses of a name are checked by the {@link
 * AddressPolicy} and the connection is made to a checked address, with the name kept for the Host header and for the
 * certificate. Redirects are not followed, no proxy is used, and every connection serves one request.
 */
@ApplicationScoped
public class OutboundClient {

    /** The largest body that is read, in bytes. */
    public static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private static final Set<Fault> TRY_NEXT_ADDRESS = Set.of(Fault.REFUSED, Fault.CONNECT_TIMEOUT);

    private final Vertx vertx;
    private final AddressLookup lookup;
    private final TrustOptions trust;

    @Inject
    OutboundClient(Vertx vertx, OutboundSettings settings) {
        this(
                vertx,
                settings.caBundle(),
                new AddressLookup(InetAddress::getAllByName, AddressLookup::interfaceAddresses));
    }

    OutboundClient(Vertx vertx, Optional<Path> caBundle, AddressLookup lookup) {
        this.vertx = vertx;
        this.lookup = lookup;
        this.trust = TrustOptions.wrap(TrustedAuthorities.load(caBundle));
    }

    /**
     * Sends a request and waits for the complete answer, whatever its status. Blocks: call it from a worker thread, and
     * not inside a database transaction.
     *
     * @throws OutboundException if there is no complete answer within the request's timeout, or the policy forbids to
     *     ask; its fault says which
     */
    public OutboundAnswer send(OutboundRequest request) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A request to another server would block the event loop");
        }
        Deadline deadline = Deadline.in(request.timeout());
        Iterator<AddressLookup.Checked> targets =
                lookup.addresses(request, deadline).iterator();
        while (true) {
            try {
                return new Exchange(request, targets.next(), deadline).run(vertx, trust);
            } catch (OutboundException e) {
                boolean unreachable = TRY_NEXT_ADDRESS.contains(e.fault());
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
