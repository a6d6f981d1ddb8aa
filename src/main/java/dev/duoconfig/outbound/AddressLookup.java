package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.AddressPolicy;
import dev.duoconfig.outbound.address.IpLiterals;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of a URL's host and lets them pass only if every one of them may be connected to. */
final class AddressLookup implements AutoCloseable {

    /** An address that may be connected to, and why. */
    record Checked(InetAddress address, String rule) {}

    /** Lists the addresses of this machine's interfaces. */
    @FunctionalInterface
    interface OwnAddresses {

        Set<InetAddress> list() throws SocketException;
    }

    // A lookup cannot be interrupted and may outlive its request by far: it gets a thread that nobody else needs.
    private static final int MAX_THREADS = 16;

    private final NameResolver resolver;
    private final OwnAddresses ownAddresses;
    private final ThreadPoolExecutor threads;

    AddressLookup(NameResolver resolver, OwnAddresses ownAddresses) {
        this.resolver = resolver;
        this.ownAddresses = ownAddresses;
        this.threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), AddressLookup::thread);
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** The interfaces' addresses as the operating system tells them. */
    static Set<InetAddress> interfaceAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(IpLiterals::plain)
                .collect(Collectors.toSet());
    }

    /**
     * @return the way to the URL's host, with its addresses in the order in which they were resolved
     * @throws OutboundException if there is none, one of them is blocked, or the deadline passes
     */
    Route route(OutboundRequest request, Deadline deadline) {
        var url = request.url();
        var literal = IpLiterals.parse(url.host());
        var found = literal.isPresent() ? List.of(literal.get()) : resolve(url.host(), deadline);
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

    private List<InetAddress> resolve(String host, Deadline deadline) {
        var lookup = threads.submit(() -> resolver.resolve(host));
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
            throw new IllegalStateException("The name lookup itself failed", e);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw new OutboundException(
                    Fault.TIMEOUT, "Looking up the name " + host + " took longer than the whole request may.", e);
        } catch (InterruptedException e) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutboundException(Fault.TIMEOUT, "The request was given up because the service stops.", e);
        }
    }

    private Set<InetAddress> listOwnAddresses(String host) {
        try {
            return ownAddresses.list();
        } catch (SocketException e) {
            throw new OutboundException(
                    Fault.BLOCKED,
                    host + " is blocked: the addresses of this machine cannot be listed, so it cannot be excluded "
                            + "that it is one of them.",
                    e);
        }
    }

    private static OutboundException notResolved(String host, @Nullable Throwable cause) {
        return new OutboundException(
                Fault.NAME_NOT_RESOLVED,
                "The name " + host + " has no address; check its spelling and the DNS of the machine this runs on.",
                cause);
    }

    private static Thread thread(Runnable lookup) {
        var thread = new Thread(lookup, "outbound-name-lookup");
        thread.setDaemon(true);
        return thread;
    }
}
