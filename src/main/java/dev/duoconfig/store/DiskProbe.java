package dev.duoconfig.store;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Finds out when a database whose disk was full can store something again, because changes are rare. */
@ApplicationScoped
class DiskProbe {

    private static final Logger LOG = Logger.getLogger(DiskProbe.class);

    /** Makes the database extend a file, which a full disk does not allow, and leaves nothing behind. */
    private static final String PROBE =
            "create temporary table disk_probe on commit drop as select repeat('x', 8000) from generate_series(1, 16)";

    private final BackgroundJobs jobs;
    private final Transactions transactions;
    private final DatabaseState database;

    /** Whether the disk was full at the last run already: the state is shown for 10 s at least. */
    private boolean wasFull;

    DiskProbe(BackgroundJobs jobs, Transactions transactions, DatabaseState database) {
        this.jobs = jobs;
        this.transactions = transactions;
        this.database = database;
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void probe() {
        var full = database.isDiskFull();
        if (full && wasFull) {
            var unused = jobs.run(this::store);
        }
        wasFull = full;
    }

    private void store() {
        try {
            var unused = transactions.rollBack(System.nanoTime(), TransactionLimit.USUAL, connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.execute(PROBE);
                }
            });
            database.stored();
        } catch (RuntimeException e) {
            LOG.debug("The database still stores nothing", e);
        }
    }
}
