package dev.duoconfig.consistency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.ExternalPostgres;
import dev.duoconfig.testkit.PostgresProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/** Three packaged instances and their database, with operations that break them. */
final class Cluster implements AutoCloseable {

    static final String CATALOGUE = "18.9";

    private static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> ROLES = List.of("admin", "planner", "viewer", "resolver");

    private final Path home;
    private final Recorder recorder;
    private final EmbeddedPostgres database;
    private final PostgresProcess process;
    private final List<@Nullable PackagedApplication> applications = new ArrayList<>();
    private final List<Integer> incarnations = new ArrayList<>();
    private final List<Long> readySince = new ArrayList<>();
    private final List<ReplicaClient> running = new CopyOnWriteArrayList<>();

    private Cluster(Path home, Recorder recorder, EmbeddedPostgres database) {
        this.home = home;
        this.recorder = recorder;
        this.database = database;
        this.process = PostgresProcess.of(home);
    }

    static Cluster start(Path home, Recorder recorder) throws Exception {
        Files.createDirectory(home.resolve("postgresql"));
        var database = ExternalPostgres.in(home.resolve("postgresql").resolve("data"))
                // Acknowledged writes must survive a kill; the library disables these settings by default.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        var cluster = new Cluster(home, recorder, database);
        try {
            cluster.setPlan("ultimate");
            // One after another: starting three at once takes minutes on a small machine.
            for (var index = 0; index < NAMES.size(); index++) {
                cluster.applications.add(null);
                cluster.incarnations.add(0);
                cluster.readySince.add(0L);
                cluster.restart(index);
            }
            return cluster;
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    List<ReplicaClient> running() {
        return List.copyOf(running);
    }

    /** The running replica of an instance; empty while it is down. */
    Optional<ReplicaClient> running(int index) {
        return running.stream()
                .filter(each -> each.replica().instance().equals(NAMES.get(index)))
                .findFirst();
    }

    int size() {
        return NAMES.size();
    }

    /** Sets the plan that the next synchronization finds. */
    void setPlan(String plan) throws IOException {
        var file = Files.createTempFile(home, "subscription-", ".json");
        Files.writeString(file, """
                {"plan": "%s", "type": "offline_cloud", "starts_at": null, "expires_at": null,
                 "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""".formatted(plan));
        Files.move(file, subscriptionFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Kills an instance with SIGKILL. */
    void kill(int index) throws InterruptedException {
        var application = applications.get(index);
        if (application != null) {
            recordUptime(index);
            application.kill();
        }
    }

    void restart(int index) throws Exception {
        applications.set(index, launch(NAMES.get(index)));
        awaitReady(index);
    }

    PostgresProcess database() {
        return process;
    }

    /** Opens a session as the owner of the database. */
    Connection connect() throws SQLException {
        return database.getPostgresDatabase().getConnection();
    }

    /** Records the uptimes of the replicas that are still running. */
    void recordUptimes() {
        for (var index = 0; index < size(); index++) {
            recordUptime(index);
        }
    }

    @Override
    public void close() throws IOException {
        applications.forEach(application -> {
            if (application != null) {
                application.close();
            }
        });
        database.close();
        PostgresProcess.find(home).ifPresent(ProcessHandle::destroyForcibly);
    }

    private PackagedApplication launch(String name) throws IOException {
        var environment = new HashMap<>(Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "DUO_DATABASE_USERNAME",
                "postgres",
                "DUO_DATABASE_PASSWORD",
                "postgres",
                "DUO_CATALOGUE",
                CATALOGUE,
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                subscriptionFile().toString(),
                "DUO_MASTER_KEY",
                MASTER_KEY,
                "DUO_DATA_DIR",
                name,
                "QUARKUS_HTTP_HOST",
                "127.0.0.1"));
        // The instances run only briefly, so the optimizing compiler would not pay off.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        return PackagedApplication.launch(home, environment);
    }

    private void awaitReady(int index) throws InterruptedException {
        var application = applications.get(index);
        if (application != null) {
            application.awaitReady();
            var replica = new Replica(NAMES.get(index), incarnations.get(index) + 1);
            incarnations.set(index, replica.incarnation());
            readySince.set(index, System.nanoTime());
            var tokens = new HashMap<String, String>();
            ROLES.forEach(role -> tokens.put(role, application.token(role)));
            running.add(new ReplicaClient(replica, application.port(), Map.copyOf(tokens)));
        }
    }

    private void recordUptime(int index) {
        var replica = new Replica(NAMES.get(index), incarnations.get(index));
        if (running.removeIf(each -> each.replica().equals(replica))) {
            recorder.add(new Uptime(replica, readySince.get(index), System.nanoTime()));
        }
    }

    private Path subscriptionFile() {
        return home.resolve("subscription.json");
    }
}
