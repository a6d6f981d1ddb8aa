package dev.duoconfig.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Appends events to the chain: each hash covers the previous one and every column of its own row. */
@ApplicationScoped
public class AuditLog {

    private static final String INSERT = """
            insert into audit_event (id, revision, at, actor, action, object_type, object_id, object_name,
                                     before, after, effective_changes, request_id, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final ObjectMapper json;

    AuditLog(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Appends the events of one committed change. The caller holds the lock on the configuration, so that the chain has
     * one tail.
     *
     * @param effectiveChanges what the whole change did to the features; written with each of its events
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
                var columns = new ArrayList<@Nullable Object>(Arrays.asList(
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
                        text(effectiveChanges),
                        caller.requestId()));
                newest = new AuditHead(newest.id() + 1, hash(newest.hash(), columns));
                columns.add(newest.hash());
                bind(insert, columns);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return newest;
    }

    private static void bind(PreparedStatement insert, List<@Nullable Object> columns) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            var value = columns.get(i);
            insert.setObject(i + 1, value instanceof Instant at ? Timestamp.from(at) : value);
        }
    }

    /** The canonical form is a JSON list: no two different rows share it, whatever their texts contain. */
    private String hash(String previous, List<@Nullable Object> columns) {
        var canonical = new ArrayList<@Nullable Object>();
        canonical.add(previous);
        canonical.addAll(columns);
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(json.writeValueAsString(canonical).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private @Nullable String text(@Nullable Object value) {
        try {
            return value == null ? null : json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
