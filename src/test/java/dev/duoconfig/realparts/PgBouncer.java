package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.PostgresProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** PgBouncer with the configuration in docs/operator.md. */
final class PgBouncer implements AutoCloseable {

    /** The password that clients have to know. */
    static final String PASSWORD = "password-of-the-pooler";

    private static final String CONFIGURATION = "pgbouncer.ini";

    private final Path directory;
    private final int port;
    private Process process;

    private PgBouncer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = launch();
        awaitAnswer();
    }

    /** Starts it in front of a server with a pool mode. */
    static PgBouncer start(Path directory, PostgresServer server, String mode) throws Exception {
        var users = directory.resolve("userlist.txt");
        Files.writeString(users, "\"%s\" \"%s\"\n".formatted(PostgresServer.ROLE, PASSWORD));
        var port = PackagedApplication.freePort();
        var configuration = OperatorCommands.with("pool_mode")
                .replace("host=db port=5432", "host=127.0.0.1 port=" + server.port())
                .replace("/etc/pgbouncer/userlist.txt", users.toString())
                .replace("listen_addr = *", "listen_addr = 127.0.0.1")
                .replace("listen_port = 6432", "listen_port = " + port)
                .replace("pool_mode = transaction", "pool_mode = " + mode);
        Files.writeString(directory.resolve(CONFIGURATION), configuration);
        return new PgBouncer(directory, port);
    }

    int port() {
        return port;
    }

    void kill() {
        process.destroyForcibly();
        assertThat(PostgresProcess.ends(process.toHandle()))
                .as("PgBouncer has ended")
                .isTrue();
    }

    void start() throws IOException {
        process = launch();
        awaitAnswer();
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitAnswer() {
        Await.until("PgBouncer listens", () -> {
            assertThat(process.isAlive())
                    .as("PgBouncer runs; its log is in %s", directory)
                    .isTrue();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        Unprivileged.command(List.of(Unprivileged.program("pgbouncer", "pgbouncer"), CONFIGURATION)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("pgbouncer.log").toFile()))
                .start();
    }
}
