package dev.duoconfig.resolve;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.catalogue.Feature;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of resolving a feature to its effective model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResolveBenchmark {

    private final Snapshot snapshot = Configurations.ready("18.2")
            .withSettings(Map.of("duo_chat", Configurations.selfHosted(Configurations.MIXTRAL)));

    /** A feature that inherits its model, which takes more rules than having its own. */
    private final Feature feature = Configurations.feature(snapshot, "duo_chat_explain_code");

    private final Resolutions resolutions = Resolutions.of(snapshot);
    private final Map<String, Resolution> reference = new HashMap<>();

    public ResolveBenchmark() {
        for (var each : snapshot.catalogue().features()) {
            reference.put(each.id(), resolutions.of(each));
        }
    }

    /** The reference: a lookup in a hash map. */
    @Benchmark
    public @Nullable Object reference() {
        return reference.get(feature.id());
    }

    /** The cost for a request: the resolution was computed when the revision was published. */
    @Benchmark
    public Object published() {
        return resolutions.of(feature);
    }

    /** The decision itself, made once for each feature and revision. */
    @Benchmark
    public Object decided() {
        return FeatureResolver.resolve(snapshot, feature);
    }
}
