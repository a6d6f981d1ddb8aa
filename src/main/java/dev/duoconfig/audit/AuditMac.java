package dev.duoconfig.audit;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.secret.MacKey;
import org.jspecify.annotations.Nullable;

/**
 * The message authentication code of an event as stored, which only a holder of the master key can compute. It covers the hash
 * of the event, and so all events up to it, who its actor is, and how the change came about.
 *
 * @param keyId the ID of the master key
 * @param code HMAC-SHA256 in lower-case hexadecimal
 */
record AuditMac(Kind kind, String keyId, String code) {

    private static final String PURPOSE = "duo-config audit event";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The place of an event in the chain. It is covered by the code, so no code can be removed from events before it. */
    enum Kind {
        /** Events of release 0.2, which have no code, may stand before and after the event. */
        SINGLE,
        /** From this event on, every event has a code. */
        FIRST,
        /** The previous event has a code. */
        NEXT;

        /**
         * The kind of the next event.
         *
         * @param previous the kind of the newest event; null if there is none, or it has no code
         * @param begins whether events may have begun to need a code with the next one
         */
        static Kind following(@Nullable Kind previous, boolean begins) {
            return begins && !keyed(previous) ? FIRST : NEXT;
        }

        /** Whether every later event has a code. */
        static boolean keyed(@Nullable Kind kind) {
            return kind == FIRST || kind == NEXT;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static @Nullable Kind of(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }
    }

    static AuditMac of(Kind kind, AuditRow event, String hash, MacKey key) {
        return new AuditMac(kind, key.id(), key.sign(covered(kind, event, hash, key.id())));
    }

    boolean matches(AuditRow event, String hash, MacKey key) {
        return key.signed(covered(kind, event, hash, keyId), code);
    }

    /** A list without an origin is shorter, so an origin can be neither added to an event nor removed from it. */
    private static String covered(Kind kind, AuditRow event, String hash, String keyId) {
        var covered = new ArrayList<@Nullable Object>(
                Arrays.asList(PURPOSE, kind.id(), keyId, hash, event.actorId(), event.issuer()));
        if (event.origin() != null) {
            covered.add(event.origin());
        }
        return JsonText.of(JSON, covered);
    }

    /** The code in the current row of a query of all {@link AuditRow#COLUMNS}; null if the event has none. */
    static @Nullable AuditMac from(ResultSet row) throws SQLException {
        var id = row.getString(AuditRow.MAC_KIND);
        var kind = id == null ? null : Kind.of(id);
        var keyId = row.getString(AuditRow.MAC_KIND + 1);
        var code = row.getString(AuditRow.MAC_KIND + 2);
        return kind == null || keyId == null || code == null ? null : new AuditMac(kind, keyId, code);
    }

    /** Sets the parameters of an insert of all {@link AuditRow#COLUMNS}. */
    void bind(PreparedStatement insert) throws SQLException {
        insert.setString(AuditRow.MAC_KIND, kind.id());
        insert.setString(AuditRow.MAC_KIND + 1, keyId);
        insert.setString(AuditRow.MAC_KIND + 2, code);
    }
}
