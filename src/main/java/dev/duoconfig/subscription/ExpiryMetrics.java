package dev.duoconfig.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.PolledValue;
import dev.duoconfig.store.Rows;
import dev.duoconfig.store.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows how long the subscription still lasts. Its end is read from the database at intervals. */
@ApplicationScoped
@Startup
class ExpiryMetrics {

    private static final String END = "select expires_at from subscription";

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Clock clock;
    private final PolledValue<Optional<Instant>> end;

    ExpiryMetrics(Transactions transactions, BackgroundJobs jobs, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.end = new PolledValue<>(transactions, jobs, Optional.empty(), ExpiryMetrics::read);
        Gauge.builder("duo.subscription.expires", this::remaining)
                .description("Time until the subscription expires, negative afterwards; NaN without an end date")
                .baseUnit("seconds")
                .register(meters);
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void load() {
        end.refresh();
    }

    private double remaining() {
        return end.get()
                .map(time -> Duration.between(clock.instant(), time).toMillis() / MILLIS_PER_SECOND)
                .orElse(Double.NaN);
    }

    private static Optional<Instant> read(Connection connection) throws SQLException {
        return Rows.only(connection, "subscription", END, row -> Optional.ofNullable(row.getTimestamp(1)))
                .map(Timestamp::toInstant);
    }
}
