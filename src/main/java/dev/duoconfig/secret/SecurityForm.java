package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The forms in which a database keeps what release 0.2 kept in weaker ones. A new database has all of them from the start. In a
 * database that 0.2 has used, they begin with {@code POST /secrets/rewrap}, after which 0.2 can no longer run on it; until
 * then, both releases read and write the old forms side by side. Forms never end once they have begun.
 *
 * @param keysBound whether API keys are sealed for the server of their model, see docs/adr/0022-keys-bound-to-servers.md
 * @param unboundKeysRefused whether an API key that is not sealed for a server counts as unreadable, because all of them were
 *     sealed again
 * @param auditKeyed whether new audit events have a hash that only a holder of the master key can compute
 */
public record SecurityForm(boolean keysBound, boolean unboundKeysRefused, boolean auditKeyed) {

    /** All forms, which also apply if the row is missing: nothing that is taken from the database weakens them. */
    private static final SecurityForm COMPLETE = new SecurityForm(true, true, true);

    /** Reads the forms in the connection's transaction. */
    public static SecurityForm read(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(
                        "select keys_bound, unbound_keys_refused, audit_keyed from security_form");
                var row = query.executeQuery()) {
            return row.next() ? new SecurityForm(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)) : COMPLETE;
        }
    }

    /** Begins the forms of new values. Must be called under the lock of all writes. */
    public static void begin(Connection connection) throws SQLException {
        try (var update =
                connection.prepareStatement("update security_form set keys_bound = true, audit_keyed = true")) {
            update.executeUpdate();
        }
    }
}
