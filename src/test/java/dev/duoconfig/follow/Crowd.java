package dev.duoconfig.follow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Many clients on one thread. Each sends one request and collects what it receives. */
final class Crowd implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final Selector selector;
    private final InetSocketAddress service;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

    Crowd(InetSocketAddress service) throws IOException {
        this.selector = Selector.open();
        this.service = service;
    }

    void join(String request) throws IOException {
        var channel = SocketChannel.open(service);
        channel.write(ByteBuffer.wrap(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new ByteArrayOutputStream());
    }

    /** Reads until each client has received one of the texts. */
    void awaitEach(String... texts) throws IOException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (missing(texts) > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("%d of %d clients have not received %s within %s"
                        .formatted(missing(texts), selector.keys().size(), String.join(" or ", texts), LIMIT));
            }
            selector.select(this::read, POLL_INTERVAL.toMillis());
        }
    }

    private long missing(String... texts) {
        return selector.keys().stream()
                .filter(key -> {
                    var received = key.attachment().toString();
                    for (var text : texts) {
                        if (received.contains(text)) {
                            return false;
                        }
                    }
                    return true;
                })
                .count();
    }

    private void read(SelectionKey key) {
        try {
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new AssertionError("The service has closed a connection after: " + key.attachment());
            }
            ((ByteArrayOutputStream) key.attachment()).write(buffer.array(), 0, buffer.position());
        } catch (IOException e) {
            throw new AssertionError("A connection broke after: " + key.attachment(), e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
