package dev.duoconfig.lastcheck;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.PolledValue;
import dev.duoconfig.store.Rows;
import dev.duoconfig.store.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the stored models by the status of their newest check, in the database and at intervals. */
@ApplicationScoped
@Startup
class LastCheckMetrics {

    private static final List<String> STATUSES = List.of("passed", "failed", "skipped", "never_checked");

    private static final String COUNTS = """
            select coalesce(c.status, 'never_checked'), count(*)
            from model m left join last_check c on c.subject = '/models/' || m.id group by 1""";

    private final PolledValue<Map<String, Long>> counts;

    LastCheckMetrics(Transactions transactions, BackgroundJobs jobs, MeterRegistry meters) {
        counts = new PolledValue<>(transactions, jobs, Map.of(), LastCheckMetrics::read);
        for (var status : STATUSES) {
            Gauge.builder("duo.check.status", () -> counts.get().getOrDefault(status, 0L))
                    .description("Stored models by the status of their newest check")
                    .tag("status", status)
                    .register(meters);
        }
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void load() {
        counts.refresh();
    }

    private static Map<String, Long> read(Connection connection) throws SQLException {
        var read = new HashMap<String, Long>();
        Rows.each(connection, COUNTS, row -> {
            read.put(row.getString(1), row.getLong(2));
            return row;
        });
        return read;
    }
}
