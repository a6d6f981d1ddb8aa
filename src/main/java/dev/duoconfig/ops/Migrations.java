package dev.duoconfig.ops;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables up to date, with limits of its own. A migration may run for as long as it needs, but waits for the lock on
 * a table for half a second at most: every request of the instances that are still running would wait behind it. The caller
 * tries again. See docs/adr/0024-upgrades-and-returns.md and docs/framework.md.
 */
final class Migrations {

    /** The name of the connections in {@code pg_stat_activity}. */
    static final String APPLICATION_NAME = "duo-config-migration";

    /** A migration can be silent for long, so only the operating system finds out that the connection is lost. */
    static final Map<String, String> NO_LIMITS = Map.of("socketTimeout", "0", "tcpKeepAlive", "true");

    private static final String LIMIT_WAITS = "set local lock_timeout = '500ms'";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Flyway tries once a second to become the instance that migrates. */
    private static final int TURN_SECONDS = 3;

    /** Flyway's message when another instance is migrating, for which it has no code. */
    private static final String NOT_THE_TURN = "advisory lock";

    /** Without a right that few users have, PostgreSQL keeps the time of other users' sessions to itself. */
    private static final String LOCK_HOLDERS = """
            select string_agg(distinct format('%s (process %s%s)',
                coalesce(nullif(a.application_name, ''), 'a session without a name'), a.pid,
                ', for ' || extract(epoch from clock_timestamp() - a.xact_start)::int || ' s'), ', ')
            from pg_locks l
            join pg_stat_activity a on a.pid = l.pid
            join pg_class c on c.oid = l.relation
            join pg_namespace n on n.oid = c.relnamespace
            where l.granted and c.relkind = 'r' and n.nspname = current_schema()
                and a.datname = current_database() and a.pid <> pg_backend_pid()
                and coalesce(a.xact_start < clock_timestamp() - interval '500 milliseconds', true)""";

    private final Flyway flyway;
    private final DataSource connections;

    /**
     * Creates the migrations of one database.
     *
     * @param connections unlimited connections to the database
     */
    Migrations(DataSource connections) {
        this.flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(connections)
                .lockRetryCount(TURN_SECONDS)
                .callbacks(new LimitedWaits())
                .load();
        this.connections = connections;
    }

    /**
     * Whether the database has exactly the migrations of this release, so that there is nothing to run or to report. Flyway itself
     * needs a tenth of a start to find that out.
     */
    static boolean areComplete(DataSource connections) throws SQLException {
        try (var connection = connections.getConnection()) {
            return AppliedMigration.history(connection)
                    .filter(AppliedMigration.expected()::equals)
                    .isPresent();
        }
    }

    /**
     * Runs the migrations that the database does not have yet, each in one transaction.
     *
     * @return the number of migrations that were run
     * @throws SchemaLockedException if another session has a lock that a migration needs
     */
    int run() throws SQLException {
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            if (isLocked(e)) {
                throw new SchemaLockedException(
                        "A table is locked, so the tables cannot be brought up to date yet. Locked by: "
                                + lockHolders());
            }
            if (String.valueOf(e.getMessage()).contains(NOT_THE_TURN)) {
                throw new SchemaLockedException("Another instance is bringing the tables up to date.");
            }
            throw e;
        }
    }

    /** The migrations that the database does not have. Only reads. */
    List<MigrationVersion> missing() {
        return Stream.of(flyway.info().all())
                .filter(migration ->
                        migration.isVersioned() && !migration.getState().isApplied())
                .map(MigrationInfo::getVersion)
                .toList();
    }

    /** The last migration that the database has; null if there is none. */
    @Nullable
    MigrationVersion current() {
        var current = flyway.info().current();
        return current == null ? null : current.getVersion();
    }

    /** The last migration of a newer release that the database has. */
    Optional<MigrationVersion> newest() {
        return Stream.of(flyway.info().applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .reduce((earlier, later) -> later)
                .map(MigrationInfo::getVersion);
    }

    private static boolean isLocked(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The sessions that have held locks on our tables for a while, which the operator can end. */
    private String lockHolders() throws SQLException {
        try (var connection = connections.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(LOCK_HOLDERS)) {
            var holders = row.next() ? row.getString(1) : null;
            return holders == null ? "a session that has ended since." : holders + ".";
        }
    }

    /** Limits the waits of each migration in its own transaction, so that a pooler does not pass the limit on to another session. */
    private static final class LimitedWaits extends BaseCallback {

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            try (var statement = context.getConnection().createStatement()) {
                statement.execute(LIMIT_WAITS);
            } catch (SQLException e) {
                throw new FlywayException("The waits for locks cannot be limited", e);
            }
        }
    }
}
