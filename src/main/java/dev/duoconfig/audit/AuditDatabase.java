package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;

/** Connections for reading the audit. They have no open transaction, and do not join those of the service. */
@ApplicationScoped
class AuditDatabase {

    private final DataSource database;

    AuditDatabase(DataSource database) {
        this.database = database;
    }

    /** Runs the work on a connection. If no connection can be opened, for any reason, the database counts as unavailable. */
    <T> T read(Work<T> work) {
        try (var connection = connect()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private Connection connect() throws SQLTransientConnectionException {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new SQLTransientConnectionException(e);
        }
    }

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
