package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;

/**
 * The {@link SecurityForm} that applies. A form that this instance has seen stays, whatever the database says later, and the
 * verification values of the master keys prove at each start which forms have begun.
 */
@ApplicationScoped
public class SecurityForms {

    private final SecretBox box;
    private final DataSource database;
    private volatile SecurityForm known = SecurityForm.NONE;

    /**
     * Creates forms of which none is known yet.
     *
     * @param box seals the verification values of the master keys again when forms begin
     * @param database takes part in the current transaction
     */
    public SecurityForms(SecretBox box, DataSource database) {
        this.box = box;
        this.database = database;
    }

    /** Reads the forms in the connection's transaction, which must not have begun one itself. */
    public SecurityForm read(Connection connection) throws SQLException {
        return learn(SecurityForm.read(connection));
    }

    /** Reads the forms in the current transaction, which must not have begun one itself. */
    public SecurityForm read() {
        try (var connection = database.getConnection()) {
            return read(connection);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /**
     * Records forms that have begun, and returns all that are known.
     *
     * @param begun as stored, before the current transaction has begun one itself
     */
    public SecurityForm learn(SecurityForm begun) {
        known = known.or(begun);
        return known;
    }

    /** Begins the forms of new values, in the current transaction, which must hold the lock of all writes. */
    public void begin() {
        store(SecurityForm.BEGUN);
    }

    /**
     * Makes API keys unreadable that are not bound, in the current transaction, which must hold the lock of all writes. All
     * readable keys must be bound by then.
     */
    public void complete() {
        store(SecurityForm.COMPLETE);
    }

    private void store(SecurityForm begun) {
        try (var connection = database.getConnection()) {
            var form = SecurityForm.read(connection).or(known).or(begun);
            form.store(connection);
            Verification.sealAgain(connection, box, form);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }
}
