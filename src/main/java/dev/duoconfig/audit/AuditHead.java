package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The newest event of the chain.
 *
 * @param id its ID, or 0 if there are no events; IDs have no gaps
 * @param hash its hash, or empty if there are no events
 */
public record AuditHead(long id, String hash) {

    /** The head as recorded with the last change, in the same row as the revision. */
    static AuditHead read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select audit_head_id, audit_head_hash from configuration_state where id = 1")) {
            if (!row.next()) {
                throw new IllegalStateException("The table configuration_state has no row");
            }
            return new AuditHead(row.getLong(1), row.getString(2));
        }
    }
}
