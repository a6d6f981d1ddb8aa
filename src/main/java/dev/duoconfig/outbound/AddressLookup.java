package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import dev.duoconfig.limit.ConcurrencyLimit;
import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.AddressPolicy;
import dev.duoconfig.outbound.address.IpLiterals;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of a URL's host, and accepts them only if the policy allows all of them. */
final class AddressLookup implements AutoCloseable {

    /** An address that the policy allows, with the rule that allows it. */
    record Checked(InetAddress address, String rule) {}

    /** Lists the addresses of this machine's interfaces. */
    @FunctionalInterface
    interface OwnAddresses {

        Set<InetAddress> list() throws SocketException;
    }

    /**
     * A lookup cannot be interrupted and can outlive its request by far, so lookups have their own threads. More than the requests
     * that run at once, so that a caller whose earlier lookups still hang can have other names looked up.
     */
    private static final int MAX_LOOKUPS_PER_CALLER = 32;

    private static final int MAX_LOOKUPS = 128;

    private final NameResolver resolver;
    private final OwnAddresses ownAddresses;
    private final ConcurrencyLimit running = new ConcurrencyLimit(MAX_LOOKUPS_PER_CALLER, MAX_LOOKUPS);

    /** Without a queue and without a limit of its own: each lookup has a place before it starts. */
    private final ThreadPoolExecutor threads;

    AddressLookup(NameResolver resolver, OwnAddresses ownAddresses) {
        this.resolver = resolver;
        this.ownAddresses = ownAddresses;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), AddressLookup::thread);
    }

    /** The interface addresses that the operating system reports. */
    static Set<InetAddress> interfaceAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(IpLiterals::plain)
                .collect(Collectors.toSet());
    }

    /**
     * @param caller the caller that the lookup counts for
     * @return the route to the URL's host, with the addresses in the order of their resolution
     * @throws OutboundException if there is no address, an address is blocked, or the deadline passes
     */
    Route route(Object caller, OutboundRequest request, Deadline deadline) {
        var url = request.url();
        var literal = IpLiterals.parse(url.host());
        var found = literal.isPresent() ? List.of(literal.get()) : resolve(caller, url.host(), deadline);
        var own = listOwnAddresses(url.host());
        var checked = new ArrayList<Checked>();
        for (var address : found) {
            var verdict = request.trust() == Trust.OPERATOR
                    ? AddressPolicy.operatorVerdict(url.host(), address)
                    : AddressPolicy.verdict(url.host(), address, url.port(), request.allowlist(), own);
            if (!verdict.allowed()) {
                throw OutboundException.blocked(
                        url.host() + " is " + verdict.rule(),
                        request.trust() == Trust.OPERATOR
                                ? null
                                : AddressPolicy.entryToAdd(url.host(), address, url.port())
                                        .orElse(null));
            }
            checked.add(new Checked(address, verdict.rule()));
        }
        return new Route(url.host(), url.port(), checked);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> resolve(Object caller, String host, Deadline deadline) {
        var lookup = start(caller, host);
        try {
            var found = lookup.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
            if (found.length == 0) {
                throw notResolved(host, null);
            }
            return List.of(found).stream().map(IpLiterals::plain).distinct().toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw notResolved(host, e);
            }
            throw new IllegalStateException("The name lookup failed", e);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw new OutboundException(
                    Fault.TIMEOUT, "Looking up the name " + host + " took longer than the timeout of the request.", e);
        } catch (InterruptedException e) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutboundException(Fault.TIMEOUT, "The request was canceled because the service is stopping.", e);
        }
    }

    /** The place is given back when the lookup ends, even if its request ended long before. */
    private Future<InetAddress[]> start(Object caller, String host) {
        if (!running.tryEnter(caller)) {
            throw new OutboundException(
                    Fault.TIMEOUT,
                    "The name " + host
                            + " was not looked up, because too many earlier name lookups have not finished.");
        }
        var lookup = new FutureTask<>(() -> resolver.resolve(host)) {
            @Override
            public void run() {
                try {
                    super.run();
                } finally {
                    running.leave(caller);
                }
            }
        };
        threads.execute(lookup);
        return lookup;
    }

    private Set<InetAddress> listOwnAddresses(String host) {
        try {
            return ownAddresses.list();
        } catch (SocketException e) {
            throw new OutboundException(
                    Fault.BLOCKED,
                    host
                            + " is blocked: the addresses of this machine cannot be listed, and the host might have one of "
                            + "them.",
                    e);
        }
    }

    private static OutboundException notResolved(String host, @Nullable Throwable cause) {
        return new OutboundException(
                Fault.NAME_NOT_RESOLVED,
                "The name " + host
                        + " has no address; check its spelling and the DNS of the machine that the service runs on.",
                cause);
    }

    private static Thread thread(Runnable lookup) {
        var thread = new Thread(lookup, "outbound-name-lookup");
        thread.setDaemon(true);
        return thread;
    }
}
