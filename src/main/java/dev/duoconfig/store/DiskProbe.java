package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Finds out when a database whose disk was full can store something again, because changes are rare. */
@ApplicationScoped
class DiskProbe {

    private static final Logger LOG = Logger.getLogger(DiskProbe.class);

    private static final String MAY_CREATE_TABLES = "select has_database_privilege(current_database(), 'temporary')";

    /** Makes the database extend a file, which a full disk does not allow, and leaves nothing behind. */
    private static final String PROBE =
            "create temporary table disk_probe on commit drop as select repeat('x', 8000) from generate_series(1, 16)";

    /** The same for a user who may only write rows. The rows are rolled back; the database reuses their space later. */
    private static final String PROBE_WITH_ROWS = """
            insert into last_check (subject, version, status, summary, at, since)
            select '/disk-probe/' || gen_random_uuid(), 0, '',
                (select string_agg(gen_random_uuid()::text, '') from generate_series(1, 50)), now(), now()
            from generate_series(1, 64)""";

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
            var unused = transactions.rollBack(System.nanoTime(), TransactionLimit.USUAL, DiskProbe::write);
            database.stored();
        } catch (RuntimeException e) {
            LOG.debug("The database still stores nothing", e);
        }
    }

    /** Makes the database write, as far as its user may. */
    static boolean write(Connection connection) throws SQLException {
        var mayCreateTables = Rows.only(connection, "the database", MAY_CREATE_TABLES, row -> row.getBoolean(1));
        try (var statement = connection.createStatement()) {
            return statement.execute(mayCreateTables ? PROBE : PROBE_WITH_ROWS);
        }
    }
}
