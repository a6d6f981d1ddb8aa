package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.duoconfig.http.problem.DatabaseErrors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Asks PostgreSQL which database this is. What the user of the service may not ask is left out. */
@ApplicationScoped
class DatabaseIdentities {

    private static final Logger LOG = Logger.getLogger(DatabaseIdentities.class);

    /** The database and the table: a dump is restored into new ones. */
    private static final Map<String, String> ALWAYS = Map.of(
            "database",
            "select oid::text from pg_database where datname = current_database()",
            "table",
            "select 'configuration_state'::regclass::oid::text");

    /** The server, and its history of recoveries and failovers. */
    private static final Map<String, Restricted> RESTRICTED = Map.of(
            "server",
            new Restricted("pg_control_system()", "select system_identifier::text from pg_control_system()"),
            "timeline",
            new Restricted("pg_walfile_name(pg_lsn)", "select left(pg_walfile_name(pg_current_wal_lsn()), 8)"));

    /** The time at which a file was created that is never written again: a copy of the data directory has another one. */
    private static final Restricted FILES = new Restricted(
            "pg_stat_file(text)", "select extract(epoch from (pg_stat_file('PG_VERSION')).change)::text");

    private final Transactions transactions;

    /** Other servers can change the time, for example when a volume is attached. */
    private final boolean embedded;

    DatabaseIdentities(
            Transactions transactions, @ConfigProperty(name = "duo.database.url") Optional<String> externalUrl) {
        this.transactions = transactions;
        this.embedded = externalUrl.isEmpty();
    }

    DatabaseIdentity present() {
        var parts = new LinkedHashMap<String, String>();
        ALWAYS.forEach((name, sql) -> parts.put(name, transactions.read(connection -> text(connection, sql))));
        RESTRICTED.forEach((name, part) -> putIfAllowed(name, part, parts));
        if (embedded) {
            putIfAllowed("files", FILES, parts);
        }
        return new DatabaseIdentity(parts);
    }

    /** Servers that only resemble PostgreSQL can refuse functions that the user may call. */
    private void putIfAllowed(String name, Restricted part, Map<String, String> parts) {
        try {
            if (transactions.read(connection -> isAllowed(connection, part))) {
                parts.put(name, transactions.read(connection -> text(connection, part.sql)));
            }
        } catch (PersistenceException e) {
            if (DatabaseErrors.isUnavailable(e)) {
                throw e;
            }
            LOG.debugf(e, "The database does not say its %s", name);
        }
    }

    private static boolean isAllowed(Connection connection, Restricted part) throws SQLException {
        return Rows.only(
                connection,
                "the database",
                "select coalesce(has_function_privilege(to_regprocedure('%s'), 'execute'), false)"
                        .formatted(part.function),
                row -> row.getBoolean(1));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        return Rows.only(connection, "the database", sql, row -> row.getString(1));
    }

    private record Restricted(String function, String sql) {}
}
