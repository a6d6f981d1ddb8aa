package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Appends events to the chain: each hash covers the previous one and every column of its own row. */
@ApplicationScoped
public class AuditLog {

    private static final String INSERT =
            "insert into audit_event (" + AuditRow.COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final ObjectMapper json;

    AuditLog(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Appends the events of one change. The caller must hold the lock on the configuration, so that the chain cannot
     * fork.
     *
     * @param at the time of the change, with the millisecond precision that is hashed
     * @param effectiveChanges the effect of the whole change on the features; recorded with each of its events
     * @return the new head of the chain
     */
    public AuditHead append(
            Connection connection,
            AuditHead head,
            long revision,
            Instant at,
            Caller caller,
            List<AuditEvent> events,
            Object effectiveChanges)
            throws SQLException {
        var newest = head;
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var event : events) {
                var row = new AuditRow(
                        newest.id() + 1,
                        revision,
                        at,
                        caller.name(),
                        event.action(),
                        event.objectType(),
                        event.objectId(),
                        event.objectName(),
                        text(event.before()),
                        text(event.after()),
                        JsonText.of(json, effectiveChanges),
                        caller.requestId());
                newest = new AuditHead(row.id(), row.hash(newest.hash()));
                row.bind(insert, newest.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return newest;
    }

    private @Nullable String text(@Nullable Object value) {
        return value == null ? null : JsonText.of(json, value);
    }
}
