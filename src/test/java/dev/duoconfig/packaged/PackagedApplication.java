package dev.duoconfig.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.PostgresProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application as a process of its own, with an environment of its own; whatever it leaves running is ended
 * by {@link #close()}.
 */
public final class PackagedApplication implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    /** Test classes run side by side. Two builds on one machine rarely begin at the same port. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(15_000, 30_000));

    private final Process process;
    private final Path dataDirectory;
    private final Path output;
    private final Path errors;
    private final int port;
    private final Calls calls;

    private PackagedApplication(Process process, Path dataDirectory, Path output, Path errors, int port) {
        this.process = process;
        this.dataDirectory = dataDirectory;
        this.output = output;
        this.errors = errors;
        this.port = port;
        this.calls = new Calls(port);
    }

    /**
     * Launches it without waiting.
     *
     * @param home its working directory, which keeps the data directory and what it prints
     * @param environment environment variables, besides which it has none of the service's
     */
    public static PackagedApplication launch(Path home, Map<String, String> environment) throws IOException {
        var jar = Path.of(System.getProperty("duo.packaged-application", "target/quarkus-app/quarkus-run.jar"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var output = Files.createTempFile(home, "output-", ".log");
        var errors = Files.createTempFile(home, "errors-", ".log");
        var port = freePort();
        var builder = new ProcessBuilder(
                        java.toString(),
                        "-Xmx512m",
                        // Short lives are not worth the second compiler's work.
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toAbsolutePath().toString())
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("DUO_") || name.startsWith("QUARKUS_"));
        variables.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        variables.putAll(environment);
        var dataDirectory = home.resolve(environment.getOrDefault("DUO_DATA_DIR", ".duo-config"));
        return new PackagedApplication(builder.start(), dataDirectory, output, errors, port);
    }

    /** Launches it and waits until it is ready for requests. */
    static PackagedApplication start(Path home, Map<String, String> environment) throws Exception {
        var application = launch(home, environment);
        try {
            application.awaitReady();
            return application;
        } catch (Exception | AssertionError e) {
            application.close();
            throw e;
        }
    }

    public void awaitReady() throws InterruptedException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (hasEndedWithin(BETWEEN_ATTEMPTS)) {
                throw new AssertionError("the application ended with " + process.exitValue() + ":\n" + log());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the application is not ready after " + START_LIMIT + ":\n" + log());
            }
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks without a token. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return calls.get(path);
    }

    /** Calls with the local token of a role; the answer, which must be a success, as JSON. */
    JsonNode call(String role, String method, String path, String body) throws IOException, InterruptedException {
        return calls.call(token(role), method, path, body);
    }

    /** Asks with the local token of a role; the answer comes when it is complete, however long that takes. */
    CompletableFuture<HttpResponse<String>> callAsync(
            HttpClient.Version version, String role, String path, Map<String, String> headers) {
        return calls.callAsync(version, token(role), path, headers);
    }

    /** Calls with the local token of a role; the status of whatever answer. */
    int status(String role, String method, String path, String body) throws IOException, InterruptedException {
        return calls.send(token(role), method, path, body).statusCode();
    }

    /** The local token of a role. */
    public String token(String role) {
        return read(dataDirectory.resolve("tokens").resolve(role)).strip();
    }

    public int port() {
        return port;
    }

    /** SIGTERM, then the exit code once the process has ended. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /** SIGKILL: the process gets no chance to put anything away. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    boolean hasEndedWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    int awaitExit() throws InterruptedException {
        if (!hasEndedWithin(STOP_LIMIT)) {
            throw new AssertionError("the application still runs after " + STOP_LIMIT + ":\n" + log());
        }
        return process.exitValue();
    }

    /** What it printed so far: its log, then its standard error. */
    String log() {
        return read(output) + errors();
    }

    String errors() {
        return read(errors);
    }

    /** The PostgreSQL that serves the data directory, whichever process started it. */
    Optional<ProcessHandle> postgresql() {
        return PostgresProcess.find(dataDirectory);
    }

    @Override
    public void close() {
        process.destroy();
        if (!PostgresProcess.ends(process.toHandle())) {
            process.destroyForcibly();
        }
        postgresql().ifPresent(orphan -> {
            orphan.destroyForcibly();
            assertThat(PostgresProcess.ends(orphan)).as("PostgreSQL has ended").isTrue();
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * A port that nothing listens on, and that no other instance is given. It lies below those that the operating system hands
     * out by itself, so that nothing takes it until the application does.
     */
    private static int freePort() {
        while (true) {
            var candidate = NEXT_PORT.getAndIncrement();
            try (var socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // The next one may be free.
            }
        }
    }
}
