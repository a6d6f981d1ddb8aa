package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
     * @param last receives the newest event, so that the caller can store it together with the new head
     * @return the new head of the chain
     */
    public AuditHead append(
            Connection connection,
            AuditHead head,
            AuditContext context,
            List<AuditEvent> events,
            Object effectiveChanges,
            boolean keyedBefore,
            StatementGroup last)
            throws SQLException {
        var caller = context.caller();
        var newest = head;
        var keyed = keyedBefore || SecurityForm.read(connection).auditKeyed();
        // If codes were removed from the newest events, the next code does not hide it.
        var begins = head.id() == 0 || !keyedBefore;
        var kind = keyed
                ? AuditMac.Kind.following(begins ? kindOf(connection, head) : null, begins)
                : AuditMac.Kind.SINGLE;
        var signer = new AuditMac.Signer(keys.current());
        var effects = JsonText.of(json, effectiveChanges);
        var chain = new HashChain();
        var unsent = new ArrayList<List<@Nullable Object>>();
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
            if (unsent.size() == BATCH_SIZE) {
                insert(connection, unsent);
                unsent.clear();
            }
            newest = new AuditHead(row.id(), row.hash(chain, newest.hash()));
            unsent.add(row.values(newest.hash(), AuditMac.of(kind, row, newest.hash(), signer)));
            kind = keyed ? AuditMac.Kind.NEXT : AuditMac.Kind.SINGLE;
        }
        var newestRow = unsent.size() - 1;
        insert(connection, unsent.subList(0, newestRow));
        last.add(INSERT, unsent.get(newestRow));
        return newest;
    }

    private static void insert(Connection connection, List<List<@Nullable Object>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var row : rows) {
                StatementGroup.bind(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
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
