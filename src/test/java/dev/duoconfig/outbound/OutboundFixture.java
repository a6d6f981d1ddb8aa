package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.IpLiterals;
import dev.duoconfig.outbound.address.Trust;
import io.vertx.core.Vertx;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A client under test whose name lookups return the results that the test sets, one after the other. */
public final class OutboundFixture implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Seen: a\r\nx-seen: b\r\n\r\nhi";
    static final Duration SHORT = Duration.ofMillis(400);
    static final Duration LONG = Duration.ofSeconds(20);
    static final Allowlist GATEWAY = Allowlist.parse(List.of("gateway.test"));

    private final Vertx vertx = Vertx.vertx();
    private final Deque<List<String>> lookupResults = new ArrayDeque<>();
    private final OutboundClient client;
    private int lookups;

    public OutboundFixture() {
        this(Optional.empty());
    }

    OutboundFixture(Optional<Path> caBundle) {
        client = new OutboundClient(
                vertx, Egress.of(caBundle, Optional.empty()), new AddressLookup(this::resolve, Set::of));
    }

    OutboundFixture(NameResolver resolver, AddressLookup.OwnAddresses ownAddresses) {
        client = new OutboundClient(
                vertx, Egress.of(Optional.empty(), Optional.empty()), new AddressLookup(resolver, ownAddresses));
    }

    OutboundFixture(String proxy) {
        client = new OutboundClient(
                vertx, Egress.of(Optional.empty(), Optional.of(proxy)), new AddressLookup(this::resolve, Set::of));
    }

    /** Sets the result of the next lookup without one. */
    OutboundFixture resolvingTo(String... addresses) {
        lookupResults.add(List.of(addresses));
        return this;
    }

    int lookups() {
        return lookups;
    }

    Vertx vertx() {
        return vertx;
    }

    public OutboundClient client() {
        return client;
    }

    OutboundResponse send(OutboundRequest request) {
        return client.send(request);
    }

    OutboundException failure(Fault expected, OutboundRequest request) {
        return thrown(expected, () -> client.send(request));
    }

    static OutboundException thrown(Fault expected, ThrowingCallable call) {
        var thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(OutboundException.class);
        var failure = (OutboundException) thrown;
        assertThat(failure.fault()).as(failure.detail()).isEqualTo(expected);
        return failure;
    }

    static HttpUrl url(ScriptedServer server, String path) {
        return HttpUrl.parse("http://gateway.test:" + server.port() + path);
    }

    static OutboundRequest get(HttpUrl url, Allowlist allowlist) {
        return get(url, allowlist, LONG, LONG);
    }

    static OutboundRequest get(HttpUrl url, Allowlist allowlist, Duration connectTimeout, Duration timeout) {
        return new OutboundRequest("GET", url, Map.of(), null, connectTimeout, timeout, allowlist, Trust.ADMINISTRATOR);
    }

    static OutboundRequest asOperator(HttpUrl url) {
        return new OutboundRequest("GET", url, Map.of(), null, LONG, LONG, Allowlist.EMPTY, Trust.OPERATOR);
    }

    public static InetAddress address(String text) {
        return IpLiterals.parseCanonical(text).orElseThrow();
    }

    private InetAddress[] resolve(String name) throws UnknownHostException {
        lookups++;
        var addresses = lookupResults.poll();
        if (addresses == null) {
            throw new UnknownHostException(name);
        }
        return addresses.stream().map(OutboundFixture::address).toArray(InetAddress[]::new);
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
