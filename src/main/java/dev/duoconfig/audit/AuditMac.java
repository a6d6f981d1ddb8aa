package dev.duoconfig.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** The place of an event in the chain. It is covered by the code, so no code can be removed from events before it. */
    enum Kind {
        /** Events of release 0.2, which have no code, may stand before and after the event. */
        SINGLE,
        /** From this event on, every event has a code. */
        FIRST,
        /** The previous event has a code. */
        NEXT;

        private static final Map<String, Kind> BY_ID =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::id, kind -> kind));

        private final String id = name().toLowerCase(Locale.ROOT);

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
            return id;
        }

        private static @Nullable Kind of(String id) {
            return BY_ID.get(id);
        }
    }

    static AuditMac of(Kind kind, AuditRow event, String hash, Signer signer) {
        var covered = new Covered(hash, event.actorId(), event.issuer(), event.origin());
        return new AuditMac(kind, signer.keyId, signer.sign(kind, covered));
    }

    /** The code with these stored parts; null if one of them is missing or unknown. */
    static @Nullable AuditMac of(@Nullable String kindId, @Nullable String keyId, @Nullable String code) {
        var kind = kindId == null ? null : Kind.of(kindId);
        return kind == null || keyId == null || code == null ? null : new AuditMac(kind, keyId, code);
    }

    boolean matches(Covered covered, Signer signer) {
        return MessageDigest.isEqual(
                signer.sign(kind, covered).getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
    }

    /** The code in the current row of a query of all {@link AuditRow#COLUMNS}; null if the event has none. */
    static @Nullable AuditMac from(ResultSet row) throws SQLException {
        return of(
                row.getString(AuditRow.MAC_KIND),
                row.getString(AuditRow.MAC_KIND + 1),
                row.getString(AuditRow.MAC_KIND + 2));
    }

    /** The parts of an event that its code covers. */
    record Covered(
            String hash,
            @Nullable String actorId,
            @Nullable String issuer,
            @Nullable String origin) {}

    /** Computes codes with one key, one after another. Not safe for use by several threads. */
    static final class Signer {

        private final MacKey.Signer signer;
        private final String keyId;
        private final JsonList list = new JsonList();

        Signer(MacKey key) {
            this.signer = key.signer();
            this.keyId = key.id();
        }

        /** A list without an origin is shorter, so an origin can be neither added to an event nor removed from it. */
        private String sign(Kind kind, Covered covered) {
            list.begin()
                    .add(PURPOSE)
                    .add(kind.id())
                    .add(keyId)
                    .add(covered.hash())
                    .add(covered.actorId())
                    .add(covered.issuer());
            if (covered.origin() != null) {
                list.add(covered.origin());
            }
            list.end();
            return signer.sign(list.bytes(), list.length());
        }
    }
}
