package dev.duoconfig.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.embedded.Durability;
import dev.duoconfig.embedded.Environment;
import dev.duoconfig.embedded.LocalInstallation;
import dev.duoconfig.feature.FeatureResponses;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecurityForms;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.snapshot.prepared.BodiesWithoutKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of getting from stored rows to published responses when every feature has its own model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
// JMH calls the setup, and the settings that it reads are always present.
@SuppressWarnings("NullAway")
public class RebuildBenchmark {

    @Param({"10", "1000", "10000"})
    int models;

    private final Catalogue catalogue = Catalogue.load("18.2");
    private final RebuildMetrics metrics = new RebuildMetrics(new SimpleMeterRegistry());
    private final SnapshotLoader loader = new SnapshotLoader(catalogue, new SecurityForms(null, null), metrics);

    private Path directory;
    private LocalInstallation installation;
    private Connection connection;
    private ResponseSource responses;
    private Snapshot stored;

    @Setup(Level.Trial)
    public void fill() throws Exception {
        directory = Files.createTempDirectory("duo-bench-");
        installation = LocalInstallation.open(
                new Environment(Map.of("duo.data-dir", directory.toString()), Map.of()),
                Durability.NONE,
                Clock.systemUTC());
        var url = installation.settings().get("quarkus.datasource.jdbc.url");
        var user = installation.settings().get("quarkus.datasource.username");
        var password = installation.settings().get("quarkus.datasource.password");
        Flyway.configure().dataSource(url, user, password).load().migrate();
        connection = DriverManager.getConnection(url, user, password);
        insert();
        responses = FeatureResponses.source(catalogue, BodiesWithoutKeys.create());
        stored = load(null);
    }

    private void insert() throws SQLException {
        var features = catalogue.features().stream()
                .map(Feature::id)
                .map(id -> "('" + id + "', 'self_hosted', 1 + abs(hashtext('" + id + "')) % " + models
                        + ", 1, now(), 'benchmark')")
                .collect(Collectors.joining(", "));
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    insert into model (id, name, family, endpoint, identifier, api_key_key_id, api_key_sealed, api_key_updated_at,
                            revision, created_at, updated_at, updated_by)
                        select n, 'Model ' || n, 'mixtral', 'https://vllm-' || n || '.example.com:8000/v1',
                            'custom_openai/Mixtral-8x7B-Instruct-v0.1', 'k1', sha512(n::text::bytea), now(), 1, now(), now(), 'benchmark'
                        from generate_series(1, %d) n""".formatted(models));
            statement.execute("insert into feature_setting values " + features);
            statement.execute("update configuration_state set revision = revision + 1");
        }
    }

    @TearDown(Level.Trial)
    public void clean() throws Exception {
        connection.close();
        installation.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Loads and publishes everything after another instance has changed a model. */
    @Benchmark
    public Object afterAModel() throws SQLException {
        return publish(load(null));
    }

    /** Loads and publishes everything except the models after another instance has changed a feature. */
    @Benchmark
    public Object afterAFeature() throws SQLException {
        return publish(load(stored.withRevision(stored.revision() - 1, Instant.EPOCH)));
    }

    private Snapshot load(@Nullable Snapshot known) throws SQLException {
        var state = ConfigurationState.read(connection);
        var unchanged = known == null
                ? state
                : new ConfigurationState(
                        state.revision(),
                        state.changedAt(),
                        known.revision(),
                        state.auditHead(),
                        state.firstRevision(),
                        state.lostRevision(),
                        state.checksVersion());
        return loader.load(connection, unchanged, known);
    }

    private Object publish(Snapshot snapshot) {
        var current = new CurrentSnapshot(List.of(responses), metrics, new KnownSnapshot());
        current.publish(snapshot);
        return current;
    }
}
