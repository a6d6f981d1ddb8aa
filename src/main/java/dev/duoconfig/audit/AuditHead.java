package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The newest event of the chain.
 *
 * @param id its id, or 0 while there is none; ids have no gaps
 * @param hash its hash, or empty while there is none
 */
public record AuditHead(long id, String hash) {

    /** The head as it was written down with the last change, beside the configuration's revision. */
    static AuditHead read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select audit_head_id, audit_head_hash from configuration_state where id = 1")) {
            if (!row.next()) {
                throw new IllegalStateException("The table configuration_state has lost its row");
            }
            return new AuditHead(row.getLong(1), row.getString(2));
        }
    }
}
