package dev.duoconfig.ops;

import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * Recognizes a connection pooler that gives each transaction any session, and so loses the statements that the driver has
 * prepared. Without the right setting, the start can succeed and later changes fail.
 */
final class PoolerProbe {

    private static final Logger LOG = Logger.getLogger(PoolerProbe.class);

    /** A prepared statement does not exist, or exists already. */
    private static final Set<String> LOST_STATEMENT = Set.of("26000", "42P05");

    private static final int MAX_CAUSES = 20;

    private PoolerProbe() {}

    /**
     * Uses a prepared statement in two transactions while another one holds the session of the first.
     *
     * @throws ConfigurationException if the second transaction does not find the statement
     */
    static void run(DataSource database) {
        try (var first = database.getConnection();
                var second = database.getConnection()) {
            if (first.unwrap(PGConnection.class).getPrepareThreshold() == 0) {
                return;
            }
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            try (var prepared = first.prepareStatement("select 1");
                    var other = second.createStatement()) {
                prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
                prepared.execute();
                first.commit();
                other.execute("select 1");
                prepared.execute();
            } finally {
                second.rollback();
                first.rollback();
            }
        } catch (SQLException e) {
            requireStatements(e);
            LOG.debugf("Whether there is a connection pooler is not known: %s", e.getSQLState());
        }
    }

    /** Refuses the start if a failure says that a prepared statement was lost. */
    static void requireStatements(Throwable failure) {
        var cause = failure;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof SQLException sql && LOST_STATEMENT.contains(String.valueOf(sql.getSQLState()))) {
                throw new ConfigurationException(
                        "The database is behind a connection pooler that shares sessions (PgBouncer in transaction mode). Add"
                                + " prepareThreshold=0 to DUO_DATABASE_URL, as in"
                                + " jdbc:postgresql://pgbouncer:6432/duo_config?prepareThreshold=0.");
            }
            cause = cause.getCause();
        }
    }
}
