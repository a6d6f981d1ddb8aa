package dev.duoconfig.snapshot.replica;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy for PostgreSQL that drops notifications, like a pooler that shares sessions: LISTEN succeeds, but no
 * notification arrives.
 */
final class NotificationFilter implements AutoCloseable {

    private static final int NOTIFICATION = 'A';

    private final ServerSocket listener;
    private final int databasePort;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    NotificationFilter(int databasePort) {
        this.databasePort = databasePort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The number of connections that were opened so far. */
    int opened() {
        return opened.get();
    }

    /** The number of connections that are open. */
    int open() {
        return open.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                opened.incrementAndGet();
                open.incrementAndGet();
                var server = new Socket(InetAddress.getLoopbackAddress(), databasePort);
                threads.execute(() -> toServer(client, server));
                threads.execute(() -> toClient(server, client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void toServer(Socket client, Socket server) {
        try (client;
                server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // Both ends are closed, which is what matters.
        } finally {
            open.decrementAndGet();
        }
    }

    /**
     * Forwards messages. Each is one byte for its type, four bytes for its length including these four, and the rest.
     */
    private static void toClient(Socket server, Socket client) {
        try (client;
                server) {
            var from = new DataInputStream(server.getInputStream());
            var to = new DataOutputStream(client.getOutputStream());
            while (true) {
                var type = from.readUnsignedByte();
                var length = from.readInt();
                var rest = from.readNBytes(length - Integer.BYTES);
                if (type != NOTIFICATION) {
                    to.writeByte(type);
                    to.writeInt(length);
                    to.write(rest);
                }
            }
        } catch (IOException e) {
            // Both ends are closed, which is what matters.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
