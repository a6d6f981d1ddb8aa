package dev.duoconfig.ops;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/** A connection pooler that gives each transaction the session that was returned last, as PgBouncer does. */
final class TransactionPooler implements AutoCloseable {

    private static final int ENCRYPTION_REQUESTS = 80_877_103;

    private final ServerSocket server;
    private final int databasePort;
    private final Deque<Socket> sessions = new ArrayDeque<>();

    private TransactionPooler(ServerSocket server, int databasePort) {
        this.server = server;
        this.databasePort = databasePort;
    }

    static TransactionPooler before(int databasePort) throws IOException {
        var pooler = new TransactionPooler(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), databasePort);
        start(pooler::accept);
        return pooler;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            var client = server.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            release(logIn(client));
            @Nullable Socket session = null;
            while (true) {
                var request = request(client);
                session = session == null ? take() : session;
                session.getOutputStream().write(request);
                if (relay(session, client) == 'I') {
                    release(session);
                    session = null;
                }
            }
        }
    }

    private Socket logIn(Socket client) throws IOException {
        var session = new Socket(InetAddress.getLoopbackAddress(), databasePort);
        var in = new DataInputStream(client.getInputStream());
        while (true) {
            var body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            if (ByteBuffer.wrap(body).getInt() == ENCRYPTION_REQUESTS) {
                client.getOutputStream().write('N');
                continue;
            }
            session.getOutputStream()
                    .write(ByteBuffer.allocate(body.length + Integer.BYTES)
                            .putInt(body.length + Integer.BYTES)
                            .put(body)
                            .array());
            relay(session, client);
            return session;
        }
    }

    /** The messages of a client up to the one that the server responds to. */
    private static byte[] request(Socket client) throws IOException {
        var messages = new ByteArrayOutputStream();
        while (true) {
            var message = message(client);
            messages.write(message);
            if (message[0] == 'S' || message[0] == 'Q') {
                return messages.toByteArray();
            }
            if (message[0] == 'X') {
                throw new EOFException();
            }
        }
    }

    /** Passes the messages of a session on until it waits for the next request, and returns the state of its transaction. */
    private static char relay(Socket session, Socket client) throws IOException {
        while (true) {
            var message = message(session);
            client.getOutputStream().write(message);
            if (message[0] == 'Z') {
                return (char) message[1 + Integer.BYTES];
            }
            if (message[0] == 'R' && needsAnswer(ByteBuffer.wrap(message).getInt(1 + Integer.BYTES))) {
                session.getOutputStream().write(message(client));
            }
        }
    }

    private static boolean needsAnswer(int authentication) {
        return authentication != 0 && authentication != 12;
    }

    private static byte[] message(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var type = in.readByte();
        var length = in.readInt();
        var message = new byte[1 + length];
        ByteBuffer.wrap(message).put(type).putInt(length);
        in.readFully(message, 1 + Integer.BYTES, length - Integer.BYTES);
        return message;
    }

    private synchronized Socket take() {
        return sessions.pop();
    }

    private synchronized void release(Socket session) {
        sessions.push(session);
    }

    private static void start(Relay relay) {
        var thread = new Thread(
                () -> {
                    try {
                        relay.run();
                    } catch (IOException e) {
                        // One side has closed its connection.
                    }
                },
                "transaction-pooler");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() throws IOException {
        server.close();
        for (var session : sessions) {
            session.close();
        }
    }

    /** Work that ends with the connection. */
    private interface Relay {
        void run() throws IOException;
    }
}
