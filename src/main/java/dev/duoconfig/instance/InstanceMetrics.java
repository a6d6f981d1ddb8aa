package dev.duoconfig.instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.PolledValue;
import dev.duoconfig.store.Rows;
import dev.duoconfig.store.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts applies, and shows the state of all GitLab instances. The state is read from the database at intervals, regardless of how
 * often the metrics are read.
 */
@ApplicationScoped
@Startup
class InstanceMetrics {

    /** The states of the contract. */
    static final List<String> STATES = List.of("never_checked", "in_sync", "different", "applying", "failed");

    private static final double NANOS_PER_SECOND = 1e9;

    private static final String TOTALS = """
            select s.state, count(*), sum(s.differences), extract(epoch from
                now() - min(coalesce(s.succeeded_at, i.created_at)) filter (where i.follow <> 'off'))
            from gitlab_instance_status s join gitlab_instance i on i.id = s.instance_id group by s.state""";

    private final Map<ApplyOutcome, Counter> applies = new EnumMap<>(ApplyOutcome.class);
    private final PolledValue<Totals> totals;

    InstanceMetrics(Transactions transactions, BackgroundJobs jobs, MeterRegistry meters) {
        totals = new PolledValue<>(transactions, jobs, new Totals(Map.of(), 0, Double.NaN, 0), InstanceMetrics::read);
        for (var state : STATES) {
            Gauge.builder("duo.gitlab.instances", () -> totals.get().instances.getOrDefault(state, 0L))
                    .description("GitLab instances by state")
                    .tag("state", state)
                    .register(meters);
        }
        Gauge.builder("duo.gitlab.differences", () -> totals.get().differences)
                .description("Steps that would make all GitLab instances equal to the configuration")
                .register(meters);
        Gauge.builder("duo.gitlab.last.success.age", () -> totals.get().age())
                .description("Time since the last success of the following GitLab instance that has waited longest")
                .baseUnit("seconds")
                .register(meters);
        for (var outcome : ApplyOutcome.values()) {
            applies.put(
                    outcome,
                    Counter.builder("duo.gitlab.applies")
                            .description("Applies to GitLab instances by outcome: done made all steps, incomplete some,"
                                    + " failed none")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** Counts an apply that had something to do. */
    void applied(ApplyOutcome outcome) {
        Objects.requireNonNull(applies.get(outcome)).increment();
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void load() {
        totals.refresh();
    }

    private static Totals read(Connection connection) throws SQLException {
        var start = System.nanoTime();
        var instances = new HashMap<String, Long>();
        var differences = new long[1];
        var age = new double[1];
        Rows.each(connection, TOTALS, row -> {
            instances.put(row.getString(1), row.getLong(2));
            differences[0] += row.getLong(3);
            // 0 if no instance in this state follows.
            age[0] = Math.max(age[0], row.getDouble(4));
            return row;
        });
        return new Totals(instances, differences[0], age[0], start);
    }

    /** The outcome of an apply. */
    enum ApplyOutcome {
        DONE,
        INCOMPLETE,
        FAILED
    }

    /**
     * The state of all instances at one moment.
     *
     * @param instances the number of instances by state
     * @param oldestSuccess the age of the oldest last success in seconds; 0 without an instance that follows, NaN if unknown
     * @param readAt the {@link System#nanoTime()} of that moment
     */
    private record Totals(Map<String, Long> instances, long differences, double oldestSuccess, long readAt) {

        /** Grows while the database is unavailable. */
        double age() {
            return oldestSuccess == 0 ? 0 : oldestSuccess + (System.nanoTime() - readAt) / NANOS_PER_SECOND;
        }
    }
}
