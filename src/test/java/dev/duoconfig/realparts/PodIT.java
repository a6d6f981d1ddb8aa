package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import dev.duoconfig.testkit.Manifests;
import dev.duoconfig.testkit.OtherSettings;
import dev.duoconfig.testkit.RolesScript;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The pods of deploy/kubernetes under the constraints of their manifests, from the start to the end of a rollout. */
class PodIT {

    private static final Manifests MANIFESTS = manifests();
    private static final PodSpec SERVICE =
            MANIFESTS.only(Deployment.class).getSpec().getTemplate().getSpec();
    private static final PodSpec MIGRATION =
            MANIFESTS.only(Job.class).getSpec().getTemplate().getSpec();
    private static final Pod.User OF_THE_IMAGE = new Pod.User(10_001, 10_001);

    /** As OpenShift chooses it, with the group of root. */
    private static final Pod.User ARBITRARY = new Pod.User(1_000_650_000, 0);

    /** Load balancers have noticed by then. A request that is sent at the end of the delay can arrive after it. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final int CALLERS = 8;
    private static final int MODELS = 300;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;
    private static HttpServer issuer;
    private static RsaJsonWebKey key;
    private static String migrationLog = "";

    @BeforeAll
    static void migrate() throws Exception {
        database = ExternalPostgres.in(home.resolve("data")).start();
        RolesScript.run(database.getPort());
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("key");
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        startIssuer();
        try (var migration = Pod.start(
                home,
                MIGRATION,
                ARBITRARY,
                Map.of(),
                Map.of(
                        "database-url",
                        "postgres://duo_config_migrator@127.0.0.1:%d/duo_config\n".formatted(database.getPort())))) {
            assertThat(migration.awaitExit()).as(migration.log()).isZero();
            migrationLog = migration.log();
        }
    }

    private static void startIssuer() {
        var documents = Map.of(
                "/.well-known/openid-configuration",
                "{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/keys\"}".formatted(issuerUrl()),
                "/keys",
                new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        documents.forEach((path, document) -> issuer.createContext(path, exchange -> {
            var body = document.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        issuer.start();
    }

    private static String issuerUrl() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }

    @AfterAll
    static void stop() throws IOException {
        issuer.stop(0);
        database.close();
    }

    @Test
    void theJobMigratesWithItsOwnUserAndSecret() {
        assertThat(migrationLog).contains("migrated: ").doesNotContain("Exception", "denied");
    }

    static Stream<Pod.User> users() {
        return Stream.of(OF_THE_IMAGE, ARBITRARY);
    }

    @ParameterizedTest
    @MethodSource("users")
    void theServiceKeepsToItsConstraintsFromTheStartToTheEnd(Pod.User user) throws Exception {
        var port = PackagedApplication.freePort();
        var management = PackagedApplication.freePort();
        try (var pod = Pod.start(home, SERVICE, user, variables(port, management), secrets())) {
            awaitTheProbesOfARollout(pod, management);
            assertThat(status(port, readiness())).as("the port for callers").isEqualTo(404);
            try (var callers = new Callers(port)) {
                fill(port);
                Await.until("the last-known-good file is kept", () -> Files.exists(pod.file(lastKnownGood())));
                assertConstraints(pod, user);
                assertEnd(pod, management, callers);
            }
            assertThat(pod.log()).doesNotContain("ERROR", "Exception", "denied", "Read-only", "sticky bit");
        }
    }

    private static void assertEnd(Pod pod, int management, Callers callers) throws InterruptedException {
        var signal = System.nanoTime();
        pod.process().destroy();
        Await.until("the pod is not ready any more", () -> status(management, readiness()) != 200);
        var unready = Duration.ofNanos(System.nanoTime() - signal);
        callers.stopAt(signal + delay().minus(MARGIN).toNanos());
        var exit = pod.awaitExit();
        var end = Duration.ofNanos(System.nanoTime() - signal);

        assertThat(exit).isEqualTo(143);
        assertThat(unready)
                .isLessThan(Duration.ofSeconds(
                        SERVICE.getContainers().get(0).getReadinessProbe().getPeriodSeconds()));
        assertThat(end).isBetween(delay(), Duration.ofSeconds(SERVICE.getTerminationGracePeriodSeconds()));
        assertThat(callers.statuses).hasSizeGreaterThan(100).containsOnly(200);
    }

    /** Readiness comes after the start, and only a started service is asked whether it is alive. */
    private static void awaitTheProbesOfARollout(Pod pod, int management) {
        var startup = SERVICE.getContainers().get(0).getStartupProbe();
        assertThat(status(management, readiness())).isZero();
        var limit = Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold());
        Await.until("the startup probe succeeds", limit, () -> {
            assertThat(pod.isRunning()).as(pod.log()).isTrue();
            return status(management, startup.getHttpGet().getPath()) == 200;
        });
        Await.until("the readiness probe succeeds", () -> status(management, readiness()) == 200);
    }

    private static void assertConstraints(Pod pod, Pod.User user) throws IOException {
        var container = SERVICE.getContainers().get(0);

        assertThat(pod.status("Uid").split("\\s+")).containsOnly(String.valueOf(user.id()));
        assertThat(pod.status("NoNewPrivs")).isEqualTo("1");
        assertThat(pod.status("CapEff")).matches("0+");
        assertThat(pod.status("CapBnd")).matches("0+");
        assertThat(pod.status("NSpid")).endsWith("\t1");
        assertThat(pod.writableMounts())
                .filteredOn(mount -> !mount.startsWith("/proc") && !mount.startsWith("/dev"))
                .containsExactlyInAnyOrder("/tmp", "/var/lib/duo-config");
        var peak = Long.parseLong(pod.status("VmHWM").replaceAll("\\D", "")) * 1024;
        System.getLogger(PodIT.class.getName()).log(System.Logger.Level.INFO, "Peak memory: {0} MiB", peak >> 20);
        assertThat(peak).isLessThan(Pod.memory(container));
    }

    private static void fill(int port) throws IOException, InterruptedException, JoseException {
        var token = token();
        assertThat(post(port, "/subscription/sync", token, "").statusCode()).isEqualTo(200);
        for (var number = 0; number < MODELS; number++) {
            var response = post(port, "/models", token, """
                    {"name": "%d of %d", "family": "mixtral", "endpoint": "https://models.example.com/v1",
                     "identifier": "custom_openai/Mixtral", "api_key": "sealed"}""".formatted(number, port));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        }
    }

    private static HttpResponse<String> post(int port, String path, String token, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request(port, path, token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> variables(int port, int management) throws IOException {
        var variables = new HashMap<String, String>();
        for (var line : Files.readAllLines(Manifests.DIRECTORY.resolve("base/settings.env"))) {
            if (!line.startsWith("#")) {
                variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        variables.put("DUO_OIDC_ISSUER", issuerUrl());
        // There is no GitLab.
        variables.put("DUO_SUBSCRIPTION_SOURCE", "file");
        variables.put("DUO_SUBSCRIPTION_FILE", "/run/secrets/duo-config/subscription.json");
        variables.put("DUO_SUBSCRIPTION_SYNC_INTERVAL", "off");
        // Pods have ports of their own.
        variables.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        variables.put("DUO_MANAGEMENT_PORT", String.valueOf(management));
        return variables;
    }

    private static Map<String, String> secrets() {
        return Map.of(
                "database-url",
                "postgres://duo_config@127.0.0.1:%d/duo_config\n".formatted(database.getPort()),
                "master-key",
                OtherSettings.masterKey(1) + "\n",
                "gitlab-token",
                "glpat-0123456789\n",
                "subscription.json",
                """
                {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
                 "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""");
    }

    private static String token() throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer(issuerUrl());
        claims.setAudience("duo-config");
        claims.setSubject("somebody");
        // Where DUO_OIDC_ROLE_CLAIM in settings.env looks for roles.
        claims.setClaim("resource_access", Map.of("duo-config", Map.of("roles", List.of("admin"))));
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(30);
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }

    private static HttpRequest.Builder request(int port, String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token);
    }

    /** The status of a probe; 0 if nothing listens. */
    private static int status(int port, String path) {
        try {
            return CLIENT.send(request(port, path, "none").build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String readiness() {
        return SERVICE.getContainers().get(0).getReadinessProbe().getHttpGet().getPath();
    }

    private static Duration delay() {
        return Duration.parse("PT" + variable("DUO_SHUTDOWN_DELAY"));
    }

    private static String lastKnownGood() {
        return variable("DUO_LAST_KNOWN_GOOD_FILE").substring(1);
    }

    private static String variable(String name) {
        return SERVICE.getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static Manifests manifests() {
        try {
            return Manifests.in(Manifests.DIRECTORY.resolve("base"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Callers that read without a pause. */
    private static final class Callers implements AutoCloseable {

        /** The status of each response; 0 if there was none. */
        final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

        private final AtomicLong end = new AtomicLong(Long.MAX_VALUE);
        private final HttpClient client = HttpClient.newHttpClient();

        Callers(int port) throws JoseException {
            var token = token();
            var threads = Executors.newFixedThreadPool(CALLERS);
            for (var caller = 0; caller < CALLERS; caller++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end.get()) {
                        statuses.add(call(port, token));
                    }
                });
            }
            threads.shutdown();
        }

        private int call(int port, String token) {
            try {
                return client.send(request(port, "/features", token).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode();
            } catch (IOException e) {
                return 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end.set(0);
                return 0;
            }
        }

        /** Lets them stop by themselves. */
        void stopAt(long nanoTime) {
            end.set(nanoTime);
        }

        @Override
        public void close() {
            stopAt(System.nanoTime());
        }
    }
}
