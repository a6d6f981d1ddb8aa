package dev.duoconfig.audit;

import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** An event as returned to callers. */
record AuditEntry(
        long id,
        long revision,
        Instant at,
        String actor,
        @Nullable String actorId,
        @Nullable String issuer,
        String action,
        String objectType,
        @Nullable String objectId,
        @Nullable String objectName,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        JsonNode effectiveChanges,
        @Nullable String requestId,
        @Nullable String origin,
        String hash) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static AuditEntry from(AuditRow row, String hash) {
        return new AuditEntry(
                row.id(),
                row.revision(),
                row.at(),
                row.actor(),
                row.actorId(),
                row.issuer(),
                row.action(),
                row.objectType(),
                row.objectId(),
                row.objectName(),
                row.before() == null ? null : parse(row.before()),
                row.after() == null ? null : parse(row.after()),
                parse(row.effectiveChanges()),
                row.requestId(),
                row.origin(),
                hash);
    }

    /** Text that is not JSON, because someone has altered it, becomes a string: one such row must not break the list. */
    private static JsonNode parse(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(stored);
        }
    }
}
