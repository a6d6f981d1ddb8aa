package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;

/** The connections that the audit is read through. No transaction is open on them, and none of the service's is joined. */
@ApplicationScoped
class AuditDatabase {

    private final DataSource database;

    AuditDatabase(DataSource database) {
        this.database = database;
    }

    /** Whatever keeps a connection from being had, the database is not there now. */
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
