package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.packaged.PackagedApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Keycloak on this machine, from Maven's repository, with imported realms. Its first start in a build directory takes more
 * than a minute, because it then builds itself.
 */
public final class Keycloak implements AutoCloseable {

    private static final String VERSION = "26.7.3";
    private static final Path PARTS = Path.of("target/real-parts");
    private static final Path HOME = PARTS.resolve("keycloak-" + VERSION).toAbsolutePath();
    private static final Path LOG = HOME.resolve("keycloak.log");
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final List<String> options;
    private final String url;
    private final String password = UUID.randomUUID().toString();
    private Process process;

    private Keycloak(int port, List<String> options) throws IOException {
        this.url = "http://127.0.0.1:" + port;
        this.options = new ArrayList<>(List.of("--http-port=" + port));
        this.options.addAll(options);
        this.process = launch();
    }

    /**
     * Starts an empty Keycloak with realms.
     *
     * @param realms the realms by name, as files that Keycloak exports and imports
     * @param options further options of {@code kc.sh start-dev}
     */
    public static Keycloak start(Map<String, String> realms, String... options)
            throws IOException, InterruptedException {
        fetch();
        var imported = HOME.resolve("data").resolve("import");
        delete(HOME.resolve("data"));
        Files.createDirectories(imported);
        for (var realm : realms.entrySet()) {
            Files.writeString(imported.resolve(realm.getKey() + "-realm.json"), realm.getValue());
        }
        var keycloak = new Keycloak(PackagedApplication.freePort(), List.of(options));
        try {
            keycloak.awaitReady();
            return keycloak;
        } catch (Exception | AssertionError e) {
            keycloak.close();
            throw e;
        }
    }

    /** The URL without a slash at its end. */
    public String url() {
        return url;
    }

    /** The issuer of the tokens of a realm that are asked for at {@link #url()}. */
    public String issuer(String realm) {
        return url + "/realms/" + realm;
    }

    /** The administration of this Keycloak. */
    public KeycloakAdministration administration() {
        return new KeycloakAdministration(url, password);
    }

    /** Ends the process. What it stored stays. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("Keycloak is still running after " + STOP_LIMIT);
        }
    }

    /** Starts again after {@link #stop()}, with what was stored. */
    public void startAgain() throws IOException, InterruptedException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(
                List.of(HOME.resolve("bin").resolve("kc.sh").toString(), "start-dev", "--import-realm"));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG.toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakAdministration.USER);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
        return builder.start();
    }

    private void awaitReady() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (process.waitFor(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Keycloak has ended:\n" + Files.readString(LOG));
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Keycloak is not ready after " + START_LIMIT + ":\n" + Files.readString(LOG));
            }
        }
    }

    /** Realms are imported before the server listens. */
    private boolean isReady() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(issuer("master"))).build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void fetch() throws IOException, InterruptedException {
        if (Files.exists(HOME)) {
            return;
        }
        var maven = new ProcessBuilder(
                        "mvn",
                        "-q",
                        "-B",
                        "dependency:unpack",
                        "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip",
                        "-DoutputDirectory=" + PARTS.toAbsolutePath())
                .inheritIO()
                .start();
        assertThat(maven.waitFor()).as("the exit code of Maven").isZero();
        assertThat(HOME.resolve("bin").resolve("kc.sh").toFile().setExecutable(true))
                .isTrue();
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
