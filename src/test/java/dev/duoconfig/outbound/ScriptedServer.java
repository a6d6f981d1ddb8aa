package dev.duoconfig.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A server that reads one request and then runs the script of a test, which can violate any protocol. */
public final class ScriptedServer implements AutoCloseable {

    /** Runs after the head of a request was read. */
    @FunctionalInterface
    public interface Script {

        void respond(InputStream in, OutputStream out) throws Exception;
    }

    private final ServerSocket socket;
    private final Script script;
    private final boolean readsHead;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    private ScriptedServer(ServerSocket socket, boolean readsHead, Script script) {
        this.socket = socket;
        this.readsHead = readsHead;
        this.script = script;
        threads.execute(this::accept);
    }

    static ScriptedServer on(String address, int port, Script script) throws IOException {
        return start(ServerSocketFactory.getDefault(), address, port, script);
    }

    public static ScriptedServer responding(Script script) throws IOException {
        return on("127.0.0.1", 0, script);
    }

    static ScriptedServer responding(String text) throws IOException {
        return responding(text(text));
    }

    /** Sends data first, as servers of some other protocols do. */
    static ScriptedServer greeting(String text) throws IOException {
        var socket = new ServerSocket(0, 50, OutboundFixture.address("127.0.0.1"));
        return new ScriptedServer(socket, false, (in, out) -> {
            out.write(text.getBytes(UTF_8));
            in.readAllBytes();
        });
    }

    static Script text(String text) {
        return (in, out) -> out.write(text.getBytes(UTF_8));
    }

    static ScriptedServer overTls(SSLContext context, String text) throws IOException {
        return overTls(context, "127.0.0.1", text);
    }

    static ScriptedServer overTls(SSLContext context, String address, String text) throws IOException {
        return start(context.getServerSocketFactory(), address, 0, text(text));
    }

    /** Sends a text, then one more byte every 50 ms until the client disconnects. */
    static Script dripping(String text) {
        return (in, out) -> {
            out.write(text.getBytes(UTF_8));
            var clock = Executors.newSingleThreadScheduledExecutor();
            try {
                clock.scheduleAtFixedRate(() -> drop(out), 50, 50, TimeUnit.MILLISECONDS)
                        .get();
            } finally {
                clock.shutdownNow();
            }
        };
    }

    private static void drop(OutputStream out) {
        try {
            out.write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScriptedServer start(ServerSocketFactory sockets, String address, int port, Script script)
            throws IOException {
        var socket = sockets.createServerSocket();
        socket.bind(new InetSocketAddress(OutboundFixture.address(address), port));
        return new ScriptedServer(socket, true, script);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The heads of all requests received so far. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    int connections() {
        return connections.size();
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            heads.add("closed: " + e);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            if (readsHead) {
                heads.add(head(connection.getInputStream()));
            }
            var out = connection.getOutputStream();
            script.respond(connection.getInputStream(), out);
            out.flush();
        } catch (Exception e) {
            // The client disconnected, as many tests intend; they assert what the client received.
            heads.add("failed: " + e);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client closed the connection before a request was complete");
            }
            head.write(next);
        }
        return head.toString(UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var connection : connections) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
