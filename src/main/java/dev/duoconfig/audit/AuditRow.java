package dev.duoconfig.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event as stored, in the order of the columns of the table, without the hash and the message authentication code.
 *
 * @param before JSON, as are {@code after} and {@code effectiveChanges}
 * @param actorId not covered by the hash, like {@code issuer} and {@code origin}, because releases up to 0.2 verify it without
 *     them
 * @param origin the ID of an {@link AuditOrigin}; null in events of releases up to 0.2
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
        @Nullable String requestId,
        @Nullable String actorId,
        @Nullable String issuer,
        @Nullable String origin) {

    /** All columns of the table. */
    static final String COLUMNS = "id, revision, at, actor, action, object_type, object_id, object_name, before, after,"
            + " effective_changes, request_id, hash, actor_id, issuer, mac_kind, mac_key_id, mac, origin";

    /** The number of the first of the columns of {@link AuditMac}. */
    static final int MAC_KIND = 16;

    private static final int HASH = 13;

    private static final int ORIGIN = 19;

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
                row.getString(12),
                row.getString(14),
                row.getString(15),
                row.getString(ORIGIN));
    }

    /** The stored hash in the current row of a query of all {@link #COLUMNS}. */
    static String storedHash(ResultSet row) throws SQLException {
        return row.getString(HASH);
    }

    /** The hash of this event if it follows one with the given hash. */
    String hash(HashChain chain, String previous) {
        var list = chain.after(previous).add(id).add(revision).add(chain.text(at));
        for (var text : hashedTexts()) {
            list.add(text);
        }
        return chain.hash();
    }

    /** The values of all {@link #COLUMNS}. */
    List<@Nullable Object> values(String hash, AuditMac mac) {
        var values = new ArrayList<@Nullable Object>(List.of(id, revision, at));
        values.addAll(hashedTexts());
        values.addAll(Arrays.asList(hash, actorId, issuer, mac.kind().id(), mac.keyId(), mac.code(), origin));
        return values;
    }

    private List<@Nullable String> hashedTexts() {
        return Arrays.asList(
                actor, action, objectType, objectId, objectName, before, after, effectiveChanges, requestId);
    }
}
