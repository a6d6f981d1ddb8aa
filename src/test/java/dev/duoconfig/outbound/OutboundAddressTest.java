package dev.duoconfig.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.duoconfig.outbound.OutboundException.Fault;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.duoconfig.outbound.OutboundFixture.GATEWAY;
import static dev.duoconfig.outbound.OutboundFixture.LONG;
import static dev.duoconfig.outbound.OutboundFixture.OK;
import static dev.duoconfig.outbound.OutboundFixture.SHORT;
import static dev.duoconfig.outbound.OutboundFixture.address;
import static dev.duoconfig.outbound.OutboundFixture.asOperator;
import static dev.duoconfig.outbound.OutboundFixture.get;
import static dev.duoconfig.outbound.OutboundFixture.thrown;
import static dev.duoconfig.outbound.OutboundFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class OutboundAddressTest {

    private static final Duration ONE_MILLI = Duration.ofMillis(1);

    private final OutboundFixture outbound = new OutboundFixture();

    @AfterEach
    void close() {
        outbound.close();
    }

    @Test
    void theConnectionGoesToTheCheckedAddressEvenIfTheNameResolvesDifferentlyLater() throws IOException {
        outbound.resolvingTo("127.0.0.2");
        outbound.resolvingTo("127.0.0.3");
        var allowlist = Allowlist.parse(List.of("127.0.0.2"));
        try (var listed = ScriptedServer.on("127.0.0.2", 0, ScriptedServer.text(OK));
                var rebound = ScriptedServer.on("127.0.0.3", listed.port(), ScriptedServer.text(OK))) {

            var first = outbound.send(get(url(listed, "/"), allowlist));
            int firstLookups = outbound.lookups();
            outbound.failure(Fault.BLOCKED, get(url(listed, "/"), allowlist));

            assertThat(first.address()).isEqualTo(address("127.0.0.2"));
            assertThat(firstLookups).isEqualTo(1);
            assertThat(rebound.connections()).isZero();
        }
    }

    @Test
    void oneBlockedAddressBlocksTheName() throws IOException {
        outbound.resolvingTo("127.0.0.1", "10.1.2.3");
        try (var server = ScriptedServer.responding(OK)) {

            var failure = outbound.failure(Fault.BLOCKED, get(url(server, "/"), Allowlist.parse(List.of("127.0.0.1"))));

            assertThat(failure.detail())
                    .isEqualTo("gateway.test is blocked: 10.1.2.3 is a private address (10.0.0.0/8); add it to the"
                            + " outbound allowlist");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aLoopbackLiteralIsBlockedForAnAdministratorButNotForTheOperator() throws IOException {
        try (var server = ScriptedServer.responding(OK)) {
            var url = HttpUrl.parse("http://127.0.0.1:" + server.port());

            outbound.failure(Fault.BLOCKED, get(url, Allowlist.EMPTY));
            var response = outbound.send(asOperator(url));

            assertThat(response.status()).isEqualTo(200);
            assertThat(outbound.lookups()).isZero();
        }
    }

    @Test
    void theOperatorDoesNotReachMetadataEither() {
        outbound.resolvingTo("169.254.169.254");

        var failure = outbound.failure(Fault.BLOCKED, asOperator(HttpUrl.parse("http://gateway.test")));

        assertThat(failure.detail()).contains("169.254.169.254 is a cloud metadata address");
    }

    @Test
    void anAddressOfThisMachineIsBlockedEvenIfItLooksPublic() {
        var own = address("192.0.2.7");
        try (var onThisMachine = new OutboundFixture(name -> new InetAddress[] {own}, () -> Set.of(own))) {

            var failure =
                    onThisMachine.failure(Fault.BLOCKED, get(HttpUrl.parse("http://gateway.test"), Allowlist.EMPTY));

            assertThat(failure.detail()).contains("192.0.2.7 is an address of this machine");
        }
    }

    @Test
    void theInterfaceAddressesIncludeLoopback() throws IOException {
        assertThat(AddressLookup.interfaceAddresses()).contains(address("127.0.0.1"));
    }

    @Test
    void aNameThatDoesNotResolveIsNamed() {
        var failure = outbound.failure(Fault.NAME_NOT_RESOLVED, get(HttpUrl.parse("http://gateway.test"), GATEWAY));

        assertThat(failure.detail()).startsWith("The name gateway.test has no address");
    }

    @Test
    void namesThatHangStopNeitherOtherCallersNorTheirOwnUntilItHasTooMany() throws Exception {
        try (var names = new HangingNames();
                var server = ScriptedServer.responding(OK);
                var fixture = new OutboundFixture(names, Set::of)) {
            var attacker = fixture.client().onBehalfOf("attacker");

            names.hang(attacker, 31);
            assertThat(isServed(attacker, server)).isTrue();
            names.hang(attacker, 32);

            var refused = thrown(Fault.TIMEOUT, () -> attacker.send(get(url(server, "/"), GATEWAY)));
            assertThat(refused.detail())
                    .isEqualTo("The name gateway.test was not looked up, because too many earlier name lookups have"
                            + " not finished.");
            assertThat(isServed(fixture.client(), server)).isTrue();
            assertThat(isServed(fixture.client().onBehalfOf("another"), server)).isTrue();
            names.end();
            Await.until("the lookups have ended", () -> isServed(attacker, server));
        }
    }

    @Test
    void theLookupsOfAllCallersTogetherHaveALimitToo() throws Exception {
        try (var names = new HangingNames();
                var server = ScriptedServer.responding(OK);
                var fixture = new OutboundFixture(names, Set::of)) {
            for (var caller = 1; caller <= 4; caller++) {
                names.hang(fixture.client().onBehalfOf("caller " + caller), 32 * caller);
            }

            assertThat(isServed(fixture.client().onBehalfOf("the fifth"), server))
                    .isFalse();
            names.end();
            Await.until(
                    "the lookups have ended", () -> isServed(fixture.client().onBehalfOf("the fifth"), server));
        }
    }

    @Test
    void aHangingLookupEndsAtTheDeadline() {
        var never = new CountDownLatch(1);
        try (var hanging = new OutboundFixture(name -> awaited(never), Set::of)) {

            var failure =
                    hanging.failure(Fault.TIMEOUT, get(HttpUrl.parse("http://gateway.test"), GATEWAY, LONG, SHORT));

            assertThat(failure.detail()).startsWith("Looking up the name gateway.test took longer");
        }
    }

    @Test
    void theNextCheckedAddressIsTriedWhenOneRefuses() throws IOException {
        outbound.resolvingTo("127.0.0.3", "127.0.0.1");
        try (var server = ScriptedServer.responding(OK)) {

            var response = outbound.send(get(url(server, "/"), GATEWAY));

            assertThat(response.address()).isEqualTo(address("127.0.0.1"));
        }
    }

    @Test
    void aPortWithoutListenerRefusesTheConnection() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        var url = HttpUrl.parse("http://gateway.test:" + unusedPort());

        var failure = outbound.failure(Fault.REFUSED, get(url, GATEWAY));

        assertThat(failure.detail()).contains("gateway.test:" + url.port() + " (127.0.0.1)");
    }

    @Test
    void aServerThatAcceptsNoConnectionsReachesTheConnectTimeout() throws IOException {
        outbound.resolvingTo("127.0.0.1");
        var queued = new ArrayList<SocketChannel>();
        try (var full = new ServerSocket(0, 1, address("127.0.0.1"))) {
            for (int i = 0; i < 8; i++) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
                queued.add(channel);
            }
            var url = HttpUrl.parse("http://gateway.test:" + full.getLocalPort());

            var failure = outbound.failure(Fault.CONNECT_TIMEOUT, get(url, GATEWAY, SHORT, LONG));

            assertThat(failure.detail()).endsWith("within 400 ms.");
        } finally {
            for (var channel : queued) {
                channel.close();
            }
        }
    }

    @Test
    void theEventLoopIsNotBlocked() {
        var request = get(HttpUrl.parse("http://127.0.0.1"), Allowlist.EMPTY);
        var attempt = Promise.promise();

        outbound.vertx().runOnContext(ignored -> attempt.handle(Future.future(promise -> outbound.send(request))));

        assertThatThrownBy(() -> attempt.future()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private static boolean isServed(OutboundClient client, ScriptedServer server) {
        try {
            return client.send(get(url(server, "/"), GATEWAY)).status() == 200;
        } catch (OutboundException e) {
            return false;
        }
    }

    private static InetAddress[] awaited(CountDownLatch latch) throws UnknownHostException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException("interrupted");
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, address("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Names whose lookups cannot be interrupted, as those of the operating system, and one name that resolves. */
    private static final class HangingNames implements NameResolver, AutoCloseable {

        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicInteger hanging = new AtomicInteger();

        @Override
        public InetAddress[] resolve(String name) throws UnknownHostException {
            if (name.equals("gateway.test")) {
                return new InetAddress[] {address("127.0.0.1")};
            }
            hanging.incrementAndGet();
            while (true) {
                try {
                    end.await();
                    throw new UnknownHostException(name);
                } catch (InterruptedException e) {
                    // Continues to hang.
                }
            }
        }

        /** Sends requests until so many lookups hang. A request can end before its lookup has started. */
        void hang(OutboundClient client, int lookups) {
            while (hanging.get() < lookups) {
                var url = HttpUrl.parse("http://hanging.test");
                thrown(Fault.TIMEOUT, () -> client.send(get(url, GATEWAY, ONE_MILLI, ONE_MILLI)));
            }
        }

        void end() {
            end.countDown();
        }

        @Override
        public void close() {
            end();
        }
    }
}
