package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
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
import org.openjdk.jmh.annotations.Warmup;

/** The cost of building a snapshot in memory when every feature has its own model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
// JMH calls the setup.
@SuppressWarnings("NullAway.Init")
public class SnapshotBenchmark {

    @Param({"10", "1000", "10000"})
    int models;

    private final Setting setting = new Setting(Provider.SELF_HOSTED, 1L, 1, Instant.EPOCH, "benchmark");
    private List<Snapshot.Model> rows;
    private Snapshot present;

    @Setup(Level.Trial)
    public void fill() {
        rows = LongStream.rangeClosed(1, models)
                .mapToObj(id -> new Snapshot.Model(
                        id,
                        new Deployment(
                                "Model " + id,
                                "mixtral",
                                "https://vllm-" + id + ".example.com:8000/v1",
                                "custom_openai/Mixtral-8x7B-Instruct-v0.1"),
                        new SealedKey("k1", "c2VhbGVk")))
                .toList();
        var settings = new HashMap<String, Setting>();
        var catalogue = Catalogue.load("18.2");
        catalogue.features().forEach(feature -> settings.put(feature.id(), setting));
        present = new Snapshot(
                1,
                Instant.EPOCH,
                catalogue,
                new Snapshot.Gateway("https://aigw.example.com", 60, true),
                new Entitlement(EntitlementReason.ENTITLED, "ultimate"),
                settings,
                Map.of(1L, rows.get(0)));
        present = (Snapshot) fromRows();
    }

    /** Builds a snapshot from rows in memory. */
    @Benchmark
    public Object fromRows() {
        var byId = new HashMap<Long, Snapshot.Model>();
        rows.forEach(model -> byId.put(model.id(), model));
        return new Snapshot(
                1,
                Instant.EPOCH,
                present.catalogue(),
                present.gateway(),
                present.entitlement(),
                present.settings(),
                byId);
    }

    /** Derives the snapshot that follows a change of a feature on the same instance. */
    @Benchmark
    public Object derivedFromAFeature() {
        return present.withSettings(Map.of("duo_chat", setting)).withRevision(2, Instant.EPOCH);
    }

    /** Derives the snapshot that follows a change of a model on the same instance. */
    @Benchmark
    public Object derivedFromAModel() {
        return present.withModel(rows.get(0)).withRevision(2, Instant.EPOCH);
    }
}
