package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.secret.AuditKeys;
import dev.duoconfig.secret.SecurityForm;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to the chain. Each hash covers the previous one and the columns of its own row; each message authentication
 * code covers the hash, the actor's ID, and the origin.
 */
@ApplicationScoped
public class AuditLog {

    private static final String INSERT =
            "insert into audit_event (" + AuditRow.COLUMNS + ") values (?" + ", ?".repeat(18) + ")";

    /** Small enough for each response of the database to come soon. */
    private static final int BATCH_SIZE = 256;

    private final ObjectMapper json;
    private final AuditKeys keys;

    AuditLog(ObjectMapper json, AuditKeys keys) {
        this.json = json;
        this.keys = keys;
    }

    /**
     * Appends the events of one change. The caller must hold the lock on the configuration, so that the chain cannot
     * fork.
     *
     * @param effectiveChanges the effect of the whole change on the features; recorded with each of its events
     * @param keyedBefore whether events had to be authenticated before the change, which may have begun this
     * @return the new head of the chain
     */
    public AuditHead append(
            Connection connection,
            AuditHead head,
            AuditContext context,
            List<AuditEvent> events,
            Object effectiveChanges,
            boolean keyedBefore)
            throws SQLException {
        var caller = context.caller();
        var newest = head;
        var keyed = keyedBefore || SecurityForm.read(connection).auditKeyed();
        // If codes were removed from the newest events, the next code does not hide it.
        var begins = head.id() == 0 || !keyedBefore;
        var kind = keyed ? AuditMac.Kind.following(kindOf(connection, head), begins) : AuditMac.Kind.SINGLE;
        var key = keys.current();
        var effects = JsonText.of(json, effectiveChanges);
        var unsent = 0;
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var event : events) {
                var row = new AuditRow(
                        newest.id() + 1,
                        context.revision(),
                        context.at(),
                        caller.name(),
                        event.action(),
                        event.objectType(),
                        event.objectId(),
                        event.objectName(),
                        text(event.before()),
                        text(event.after()),
                        effects,
                        caller.requestId(),
                        caller.id(),
                        caller.issuer(),
                        context.origin().id());
                newest = new AuditHead(row.id(), row.hash(newest.hash()));
                row.bind(insert, newest.hash(), AuditMac.of(kind, row, newest.hash(), key));
                insert.addBatch();
                if (++unsent == BATCH_SIZE) {
                    insert.executeBatch();
                    unsent = 0;
                }
                kind = keyed ? AuditMac.Kind.NEXT : AuditMac.Kind.SINGLE;
            }
            insert.executeBatch();
        }
        return newest;
    }

    private static AuditMac.@Nullable Kind kindOf(Connection connection, AuditHead head) throws SQLException {
        try (var query = connection.prepareStatement("select " + AuditRow.COLUMNS + " from audit_event where id = ?")) {
            query.setLong(1, head.id());
            try (var row = query.executeQuery()) {
                var mac = row.next() ? AuditMac.from(row) : null;
                return mac == null ? null : mac.kind();
            }
        }
    }

    private @Nullable String text(@Nullable Object value) {
        return value == null ? null : JsonText.of(json, value);
    }
}
