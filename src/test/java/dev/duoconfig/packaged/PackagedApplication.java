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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.PostgresProcess;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application as a separate process with its own environment. {@link #close()} ends it and everything that it
 * left running.
 */
public final class PackagedApplication implements AutoCloseable {

    /** The name of an entry whose value is the name of a variable that this class sets: the application does not get it. */
    static final String REMOVED = "REMOVED_VARIABLE";

    /** The variable with the port, for an application that starts again where it was. Without it, a free port is taken. */
    public static final String PORT = "QUARKUS_HTTP_PORT";

    private static final String[] FOR_SHORT_RUNS =
            System.getProperty("duo.jvm", "-XX:TieredStopAtLevel=1").split(" ");

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    /** Shared by test classes that run in parallel, and random because other builds on the machine use ports too. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(15_000, 30_000));

    private final Process process;
    private final Path dataDirectory;
    private final Path output;
    private final Path errors;
    private final int port;
    private final Calls calls;

    private PackagedApplication(
            Process process, Path dataDirectory, Path output, Path errors, int port, @Nullable SSLContext tls) {
        this.process = process;
        this.dataDirectory = dataDirectory;
        this.output = output;
        this.errors = errors;
        this.port = port;
        this.calls = new Calls(port, tls);
    }

    /**
     * Launches the application and does not wait until it is ready.
     *
     * @param home its working directory, which contains the data directory and its output
     * @param environment its environment variables; other variables of the service are removed
     */
    public static PackagedApplication launch(Path home, Map<String, String> environment) throws IOException {
        return launch(home, environment, List.of());
    }

    /** Launches the application with TLS of its own, and waits until it is ready. */
    public static PackagedApplication start(Path home, Map<String, String> environment, SSLContext tls)
            throws Exception {
        return ready(launch(packaged(), home, environment, List.of(), List.of(), tls));
    }

    /** Launches the application with further options of the JVM. */
    static PackagedApplication launch(Path home, Map<String, String> environment, List<String> options)
            throws IOException {
        return launch(packaged(), home, environment, options, List.of(), null);
    }

    /** Launches the application with an argument, which makes it do something else than serve. */
    static PackagedApplication launchCommand(String argument, Path home, Map<String, String> environment)
            throws IOException {
        return launch(packaged(), home, environment, List.of(), List.of(argument), null);
    }

    /** The JAR that the tests start. */
    public static Path packaged() {
        return Path.of(System.getProperty("duo.packaged-application", "target/quarkus-app/quarkus-run.jar"));
    }

    private static PackagedApplication launch(
            Path jar,
            Path home,
            Map<String, String> environment,
            List<String> options,
            List<String> arguments,
            @Nullable SSLContext tls)
            throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var output = Files.createTempFile(home, "output-", ".log");
        var errors = Files.createTempFile(home, "errors-", ".log");
        var port = environment.containsKey(PORT) ? Integer.parseInt(environment.get(PORT)) : freePort();
        // With the least private permissions for new files that a process can start with.
        var command = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh", java.toString()));
        // As docs/operator.md starts it.
        command.addAll(List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC"));
        command.addAll(List.of(FOR_SHORT_RUNS));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("DUO_") || name.startsWith("QUARKUS_"));
        variables.put(PORT, String.valueOf(port));
        // Otherwise, every stop of an instance with an external database would take 5 s.
        variables.put("DUO_SHUTDOWN_DELAY", "0s");
        variables.putAll(environment);
        variables.remove(environment.getOrDefault(REMOVED, REMOVED));
        var dataDirectory = home.resolve(environment.getOrDefault("DUO_DATA_DIR", ".duo-config"));
        return new PackagedApplication(builder.start(), dataDirectory, output, errors, port, tls);
    }

    /** Launches the application and waits until it is ready. */
    public static PackagedApplication start(Path home, Map<String, String> environment) throws Exception {
        return ready(launch(home, environment));
    }

    /** Launches another release and waits until it is ready. */
    static PackagedApplication start(Path jar, Path home, Map<String, String> environment) throws Exception {
        return ready(launch(jar, home, environment, List.of(), List.of(), null));
    }

    /** Launches another release and does not wait until it is ready. */
    static PackagedApplication launch(Path jar, Path home, Map<String, String> environment) throws IOException {
        return launch(jar, home, environment, List.of(), List.of(), null);
    }

    private static PackagedApplication ready(PackagedApplication application) throws Exception {
        try {
            application.awaitReady();
            return application;
        } catch (Exception | AssertionError e) {
            application.close();
            throw e;
        }
    }

    public void awaitReady() throws InterruptedException {
        await("ready");
    }

    /** Waits for a process that responds, although it cannot serve what is asked of it. */
    public void awaitLive() throws InterruptedException {
        await("live");
    }

    private void await(String health) throws InterruptedException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!is(health)) {
            if (hasEndedWithin(BETWEEN_ATTEMPTS)) {
                throw new AssertionError("The application ended with exit code " + process.exitValue() + ":\n" + log());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The application is not " + health + " after " + START_LIMIT + ":\n" + log());
            }
        }
    }

    private boolean is(String health) throws InterruptedException {
        try {
            return get("/q/health/" + health).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a GET request without a token. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return calls.get(path);
    }

    /** Sends a request with the local token of a role. Returns the body as JSON, and fails unless the status is 2xx. */
    public JsonNode call(String role, String method, String path, String body)
            throws IOException, InterruptedException {
        return calls.call(token(role), method, path, body);
    }

    /** Sends a request with a token of an issuer. Returns the body as JSON, and fails unless the status is 2xx. */
    public JsonNode callWith(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return calls.call(token, method, path, body);
    }

    /** Sends a request with the local token of a role. The response completes without a time limit. */
    CompletableFuture<HttpResponse<String>> callAsync(
            HttpClient.Version version, String role, String path, Map<String, String> headers) {
        return calls.callAsync(version, token(role), path, headers);
    }

    /** Sends a request with the local token of a role, and returns the status. */
    int status(String role, String method, String path, String body) throws IOException, InterruptedException {
        return calls.send(token(role), method, path, body).statusCode();
    }

    /** Sends a request with a token of an issuer, and returns the status. */
    public int statusWith(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return calls.send(token, method, path, body).statusCode();
    }

    /** The local token of a role. */
    public String token(String role) {
        return read(dataDirectory.resolve("tokens").resolve(role)).strip();
    }

    public int port() {
        return port;
    }

    /** Sends SIGTERM, and returns the exit code. */
    public int terminate() throws InterruptedException {
        beginToStop();
        return awaitExit();
    }

    /** Sends SIGTERM, and does not wait. */
    void beginToStop() {
        process.destroy();
    }

    /** Sends SIGKILL, which leaves the process no chance to clean up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    public long pid() {
        return process.pid();
    }

    boolean hasEndedWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int awaitExit() throws InterruptedException {
        if (!hasEndedWithin(STOP_LIMIT)) {
            throw new AssertionError("The application is still running after " + STOP_LIMIT + ":\n" + log());
        }
        return process.exitValue();
    }

    /** The link in the log that signs in to the console. */
    public String signInLink() {
        return log().lines()
                .filter(line -> line.contains("/console/#/sign-in/"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    /** The output so far: the log, then the standard error. */
    public String log() {
        return read(output) + errors();
    }

    public String errors() {
        return read(errors);
    }

    /** The PostgreSQL process of the data directory, whichever process started it. */
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
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /**
     * A free port that no other instance is given. It lies below the ephemeral ports of the operating system, so nothing takes
     * it before the application listens on it.
     */
    public static int freePort() {
        while (true) {
            var candidate = NEXT_PORT.getAndIncrement();
            try (var socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Another process listens on the port.
            }
        }
    }
}
