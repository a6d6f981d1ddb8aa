package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

/** The recorded changes, for undoing them. */
@ApplicationScoped
public class AuditedChanges {

    private static final int BATCH_SIZE = 200;

    private static final String NEWEST_FIRST = "select " + AuditRow.COLUMNS
            + " from audit_event where revision > ? and revision <= ? and id < ? order by id desc limit "
            + BATCH_SIZE;

    private final AuditDatabase database;

    AuditedChanges(AuditDatabase database) {
        this.database = database;
    }

    /** The time when the next revision followed; empty if the revision is the current one. */
    public Optional<Instant> endOf(long revision) {
        return database.read(connection -> {
            try (var query = connection.prepareStatement(
                    "select at from audit_event where revision > ? order by revision, id limit 1")) {
                query.setLong(1, revision);
                try (var row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getTimestamp(1).toInstant()) : Optional.empty();
                }
            }
        });
    }

    /**
     * Whether a revision lies between two that follow one another, which happens only where a restore has left numbers out.
     *
     * @param distance the least number of revisions that a restore leaves out
     */
    public boolean isLeftOut(long revision, long distance) {
        return database.read(connection -> {
            try (var query = connection.prepareStatement("""
                    select (select max(revision) from audit_event where revision <= ?),
                        (select min(revision) from audit_event where revision > ?)""")) {
                query.setLong(1, revision);
                query.setLong(2, revision);
                try (var row = query.executeQuery()) {
                    var earlier = row.next() ? row.getLong(1) : 0;
                    return earlier > 0 && earlier < revision && row.getLong(2) - earlier >= distance;
                }
            }
        });
    }

    /** Passes on each change after one revision up to another, newest first. */
    public void forEachBackward(long after, long upTo, Consumer<AuditedChange> change) {
        var before = Long.MAX_VALUE;
        while (before > 0) {
            var next = before;
            before = database.read(connection -> readBatch(connection, after, upTo, next, change));
        }
    }

    /** Reads one batch, and returns the ID before which to continue, or 0 at the end. */
    private static long readBatch(
            Connection connection, long after, long upTo, long before, Consumer<AuditedChange> change)
            throws SQLException {
        var last = 0L;
        var count = 0;
        try (var query = connection.prepareStatement(NEWEST_FIRST)) {
            query.setLong(1, after);
            query.setLong(2, upTo);
            query.setLong(3, before);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var entry = AuditEntry.from(AuditRow.from(rows), "");
                    change.accept(new AuditedChange(entry.action(), entry.objectId(), entry.before()));
                    last = entry.id();
                    count++;
                }
            }
        }
        return count < BATCH_SIZE ? 0 : last;
    }
}
