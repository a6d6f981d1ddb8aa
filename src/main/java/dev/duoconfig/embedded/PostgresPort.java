package dev.duoconfig.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.jboss.logging.Logger;

import static dev.duoconfig.embedded.DataDirectory.tryTo;

/** The port of the embedded PostgreSQL: chosen once, then stored in the data directory and reused while it is free. */
final class PostgresPort {

    private static final Logger LOG = Logger.getLogger(PostgresPort.class);
    private static final String FILE = "postgresql/port";

    private final DataDirectory directory;

    PostgresPort(DataDirectory directory) {
        this.directory = directory;
    }

    /** Returns the stored port if it is free; otherwise, chooses a new port and stores it. */
    int choose() {
        int stored = directory.read(FILE).map(PostgresPort::parse).orElse(0);
        if (stored != 0 && isFree(stored)) {
            return stored;
        }
        int free = findFree();
        directory.write(FILE, free + "\n");
        if (stored != 0) {
            LOG.warnf(
                    "Another program uses port %d of the embedded PostgreSQL, which changes to port %d.", stored, free);
        }
        return free;
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, loopback())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int findFree() {
        return tryTo("find a free port on the loopback interface", () -> {
            try (var socket = new ServerSocket(0, 1, loopback())) {
                return socket.getLocalPort();
            }
        });
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static int parse(String text) {
        var digits = text.strip();
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        return port <= 65_535 ? port : 0;
    }
}
