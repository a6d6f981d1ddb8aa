package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import dev.duoconfig.testkit.SystemdUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The unit in deploy/systemd, analyzed by systemd, and its command run under the constraints of the unit as far as that is
 * possible where systemd is not process 1: another user, no capabilities, a read-only system, a state directory and a temporary
 * directory of its own, a process namespace of its own, and the credentials as files. The filter of system calls, the limits of
 * the control group, and the user namespace are not applied. Needs root.
 */
class SystemdIT {

    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for [^:]+: (\\d+\\.\\d)");
    private static final double MAX_EXPOSURE = 2.0;
    private static final String USER = "64321";
    private static final long MAX_KIB = 512 * 1024;

    /** What a private mount namespace is made of. The arguments are the directories that stay writable, then the command. */
    private static final String SANDBOX = """
            mount --make-rprivate /
            mount --bind "$STATE" "$STATE"
            mount --bind "$TEMPORARY" "$TEMPORARY"
            mount -o remount,bind,ro /
            mount -t proc -o hidepid=invisible proc /proc
            exec setpriv --reuid %1$s --regid %1$s --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"
            """.formatted(USER);

    @BeforeAll
    static void requirePrograms() throws Exception {
        RealPrograms.require(
                Map.of("systemd-analyze", "systemd", "unshare", "util-linux", "setpriv", "util-linux", "curl", "curl"));
        assertThat(System.getProperty("user.name"))
                .as("the user who runs this test")
                .isEqualTo("root");
    }

    @Test
    void theUnitIsValid() throws Exception {
        var result = RealPrograms.run("systemd-analyze", "verify", SystemdUnit.FILE.toString());

        assertThat(result.output()).isBlank();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void littleIsExposed() throws Exception {
        var result = RealPrograms.run(
                "systemd-analyze", "security", "--offline=yes", "--no-pager", SystemdUnit.FILE.toString());

        var found = EXPOSURE.matcher(result.output());
        assertThat(found.find()).as(result.output()).isTrue();
        assertThat(Double.parseDouble(found.group(1))).isLessThanOrEqualTo(MAX_EXPOSURE);
    }

    @Test
    void theCommandRunsUnderTheConstraints(@TempDir Path home) throws Exception {
        // The service's user has to reach what is in it.
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        var unit = SystemdUnit.read();
        var port = PackagedApplication.freePort();
        try (var database = ExternalPostgres.in(home.resolve("data")).start()) {
            var directories = new Directories(home);
            var variables = directories.variables(unit);
            variables.put("QUARKUS_HTTP_PORT", String.valueOf(port));
            variables.put("READY_URL", "http://127.0.0.1:" + port + "/q/health/ready");
            variables.put("DUO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.getPort()));
            variables.put("DUO_DATABASE_USERNAME", "postgres");
            // As the guide says it for a machine without an issuer and a source of the subscription.
            variables.keySet().removeIf(name -> name.startsWith("DUO_OIDC_") || name.startsWith("DUO_SUBSCRIPTION_"));
            variables.remove("DUO_CONSOLE_CLIENT_ID");
            // Without an issuer, which is not what this is about, local tokens are kept in the state directory.
            variables.put("DUO_DATA_DIR", directories.state().resolve("local").toString());

            var process = directories.start(unit, variables);
            try {
                assertThat(directories.runPost(unit, variables)).isZero();
                assertThat(directories.log()).contains("Listening on: http://127.0.0.1:" + port);
                var java = process.descendants()
                        .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
                        .findFirst()
                        .orElseThrow();
                var status = Files.readString(Path.of("/proc", String.valueOf(java.pid()), "status"));
                assertThat(status)
                        .containsPattern("Uid:\\s+" + USER)
                        .containsPattern("CapBnd:\\s+0{16}\n")
                        .containsPattern("CapEff:\\s+0{16}\n")
                        .containsPattern("NoNewPrivs:\\s+1");
                assertThat(peakKib(status)).isLessThan(MAX_KIB);
                Await.until("the last-known-good file is written", () -> Files.exists(directories.lastKnownGood()));
                assertThat(Files.getPosixFilePermissions(directories.lastKnownGood()))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

                java.destroy();

                assertThat(process.waitFor(seconds(unit.one("TimeoutStopSec")), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(directories.log())
                        .contains("duo-config stopped in")
                        .doesNotContain("ERROR", "Exception", "Read-only");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static long peakKib(String status) {
        var found = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static long seconds(String duration) {
        return Duration.parse("PT" + duration).toSeconds();
    }

    /** The directories that systemd makes for the service, with its credentials. */
    private record Directories(Path home, Path state, Path temporary, Path credentials) {

        Directories(Path home) throws Exception {
            this(
                    home,
                    Files.createDirectories(home.resolve("state/duo-config")),
                    Files.createDirectory(home.resolve("tmp")),
                    Files.createDirectory(home.resolve("credentials")));
            Files.writeString(credentials.resolve("master-key"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
            Files.writeString(credentials.resolve("database-password"), "secret\n");
            for (var file : List.of(state, temporary, credentials)) {
                assertThat(RealPrograms.run("chown", "-R", USER + ":" + USER, file.toString())
                                .exitCode())
                        .isZero();
                assertThat(RealPrograms.run("chmod", "-R", "go=", file.toString())
                                .exitCode())
                        .isZero();
            }
        }

        Path lastKnownGood() {
            return state.resolve("last-known-good");
        }

        Map<String, String> variables(SystemdUnit unit) throws IOException {
            var variables = new LinkedHashMap<String, String>();
            unit.environment()
                    .forEach((name, value) -> variables.put(
                            name,
                            value.replace("%d", credentials.toString())
                                    .replace("%S", home.resolve("state").toString())));
            variables.putAll(SystemdUnit.environmentFile());
            return variables;
        }

        Process start(SystemdUnit unit, Map<String, String> variables) throws IOException {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var command = Namespaces.command("-ec", "umask 077\n" + SANDBOX);
            command.addAll(List.of(unit.one("ExecStart")
                    .replace("/usr/bin/java", java + " -Djava.io.tmpdir=" + temporary)
                    .replace(
                            "/opt/duo-config",
                            String.valueOf(PackagedApplication.packaged()
                                    .toAbsolutePath()
                                    .getParent()))
                    .split(" ")));
            var builder = new ProcessBuilder(command)
                    .directory(state.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("DUO_") || name.startsWith("QUARKUS_"));
            builder.environment().putAll(variables);
            builder.environment().put("STATE", state.toString());
            builder.environment().put("TEMPORARY", temporary.toString());
            return builder.start();
        }

        /** Runs the command that waits for readiness, and returns its exit code. */
        int runPost(SystemdUnit unit, Map<String, String> variables) throws Exception {
            var command = unit.one("ExecStartPost")
                    .substring(1)
                    .replace("${READY_URL}", variables.get("READY_URL"))
                    .split(" ");
            var result = RealPrograms.run(command);
            assertThat(result.exitCode()).as(result.output() + log()).isZero();
            return result.exitCode();
        }

        String log() throws IOException {
            return Files.readString(home.resolve("log"), StandardCharsets.UTF_8);
        }
    }
}
