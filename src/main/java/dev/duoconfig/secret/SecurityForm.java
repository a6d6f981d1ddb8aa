package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The forms in which a database keeps what release 0.2 kept in weaker ones. A new database has all of them from the start. In a
 * database that 0.2 has used, they begin with {@code POST /secrets/rewrap}, after which 0.2 can no longer run on it; until
 * then, both releases read and write the old forms side by side. Forms never end once they have begun. See
 * docs/adr/0022-keys-bound-to-servers.md.
 *
 * <p>Anyone who can write to the database can edit the row. {@link SecurityForms} adds the forms that are known to have
 * begun for other reasons.
 *
 * @param keysBound whether API keys are sealed for the server of their model
 * @param unboundKeysRefused whether an API key that is not sealed for a server counts as unreadable, because all of them were
 *     sealed again
 * @param auditKeyed whether new audit events have a hash that only a holder of the master key can compute
 */
public record SecurityForm(boolean keysBound, boolean unboundKeysRefused, boolean auditKeyed) {

    /** Values have the forms of release 0.2. */
    static final SecurityForm NONE = new SecurityForm(false, false, false);

    /** New values have the new forms, and some API keys have not been sealed again. */
    static final SecurityForm BEGUN = new SecurityForm(true, false, true);

    /** All values that may be used have the new forms. Also applies if the row is missing. */
    static final SecurityForm COMPLETE = new SecurityForm(true, true, true);

    /** Reads the forms in the connection's transaction. */
    public static SecurityForm read(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(
                        "select keys_bound, unbound_keys_refused, audit_keyed from security_form");
                var row = query.executeQuery()) {
            return row.next() ? from(row) : COMPLETE;
        }
    }

    /** The forms in the first three columns of a row, whose values are null if the table has no row. */
    public static SecurityForm from(ResultSet row) throws SQLException {
        var bound = row.getBoolean(1);
        return row.wasNull() ? COMPLETE : new SecurityForm(bound, row.getBoolean(2), row.getBoolean(3));
    }

    /** Stores the forms in the connection's transaction. */
    void store(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(
                "update security_form set keys_bound = ?, unbound_keys_refused = ?, audit_keyed = ?")) {
            update.setBoolean(1, keysBound);
            update.setBoolean(2, unboundKeysRefused);
            update.setBoolean(3, auditKeyed);
            update.executeUpdate();
        }
    }

    /** Whether nothing is left in a form of release 0.2 that may be used. */
    public boolean complete() {
        return equals(COMPLETE);
    }

    /** These forms, and those of new values. */
    public SecurityForm begun() {
        return or(BEGUN);
    }

    /** The forms that have begun here or there. */
    SecurityForm or(SecurityForm other) {
        return new SecurityForm(
                keysBound || other.keysBound,
                unboundKeysRefused || other.unboundKeysRefused,
                auditKeyed || other.auditKeyed);
    }
}
