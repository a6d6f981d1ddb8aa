package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** The times of revisions, which the audit events keep. Two histories use the same number at different times. */
final class RevisionTimes {

    /** Events of an apply to a GitLab have the number of an earlier revision. An unknown revision has no other time. */
    private static final String IS_OTHER = """
            select coalesce(bool_and(at <> ?), false) from audit_event
            where revision = ? and origin is distinct from 'gitlab_apply'""";

    private RevisionTimes() {}

    /** Whether the database has a revision, but with another time than the given one. */
    static boolean isOther(Connection connection, long revision, Instant changedAt) throws SQLException {
        try (var query = connection.prepareStatement(IS_OTHER)) {
            query.setTimestamp(1, Timestamp.from(changedAt));
            query.setLong(2, revision);
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
