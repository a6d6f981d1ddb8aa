package dev.duoconfig.audit;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event as stored, in the order of the columns of the table, without the last column, the hash.
 *
 * @param before JSON, as are {@code after} and {@code effectiveChanges}
 */
record AuditRow(
        long id,
        long revision,
        Instant at,
        String actor,
        String action,
        String objectType,
        @Nullable String objectId,
        @Nullable String objectName,
        @Nullable String before,
        @Nullable String after,
        String effectiveChanges,
        @Nullable String requestId) {

    /** The columns of the table, with the hash. */
    static final String COLUMNS = "id, revision, at, actor, action, object_type, object_id, object_name, before, after,"
            + " effective_changes, request_id, hash";

    private static final int HASH = 13;

    /** The event in the current row of a query of all {@link #COLUMNS}. */
    static AuditRow from(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                row.getLong(2),
                row.getTimestamp(3).toInstant(),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
    }

    /** The stored hash in the current row of a query of all {@link #COLUMNS}. */
    static String storedHash(ResultSet row) throws SQLException {
        return row.getString(HASH);
    }

    /** The hash of this event if it follows one with the given hash. */
    String hash(String previous) {
        return HashChain.hash(previous, columns());
    }

    /** Sets the parameters of an insert of all {@link #COLUMNS}. */
    void bind(PreparedStatement insert, String hash) throws SQLException {
        var columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            var value = columns.get(i);
            insert.setObject(i + 1, value instanceof Instant time ? Timestamp.from(time) : value);
        }
        insert.setString(HASH, hash);
    }

    private List<@Nullable Object> columns() {
        return Arrays.asList(
                id,
                revision,
                at,
                actor,
                action,
                objectType,
                objectId,
                objectName,
                before,
                after,
                effectiveChanges,
                requestId);
    }
}
