package dev.duoconfig.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event for verification: a row of {@link AuditRow#COLUMNS} as PostgreSQL's binary {@code COPY} sends it. Its texts are hashed
 * as they arrive. An instance holds one row after another.
 */
final class StoredEvent {

    /** Reads the table in the order of the chain. */
    static final String COPY =
            "copy (select " + AuditRow.COLUMNS + " from audit_event order by id) to stdout (format binary)";

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final List<String> COLUMNS = List.of(AuditRow.COLUMNS.split(", *"));
    private static final int ID = COLUMNS.indexOf("id");
    private static final int REVISION = COLUMNS.indexOf("revision");
    private static final int AT = COLUMNS.indexOf("at");
    private static final int HASH = COLUMNS.indexOf("hash");
    private static final int ACTOR_ID = COLUMNS.indexOf("actor_id");
    private static final int ISSUER = COLUMNS.indexOf("issuer");
    private static final int MAC_KIND = COLUMNS.indexOf("mac_kind");
    private static final int MAC_KEY_ID = COLUMNS.indexOf("mac_key_id");
    private static final int MAC = COLUMNS.indexOf("mac");
    private static final int ORIGIN = COLUMNS.indexOf("origin");

    /** The beginning of the year 2000, from which PostgreSQL counts. */
    private static final long EPOCH_SECOND = 946_684_800;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final int[] starts = new int[COLUMNS.size()];

    /** -1 for null. */
    private final int[] lengths = new int[COLUMNS.size()];

    private ByteBuffer row = ByteBuffer.allocate(0);

    /**
     * Takes over a message. PostgreSQL sends each row in one, the first one after a header.
     *
     * @return whether the message has a row
     */
    boolean read(byte[] message) {
        row = ByteBuffer.wrap(message);
        if (Arrays.equals(message, 0, Math.min(message.length, SIGNATURE.length), SIGNATURE, 0, SIGNATURE.length)) {
            row.position(SIGNATURE.length + Integer.BYTES);
            row.position(row.getInt() + row.position());
        }
        if (!row.hasRemaining() || row.getShort() < 0) {
            return false;
        }
        for (var column = 0; column < COLUMNS.size(); column++) {
            lengths[column] = row.getInt();
            starts[column] = row.position();
            row.position(starts[column] + Math.max(0, lengths[column]));
        }
        return true;
    }

    long id() {
        return row.getLong(starts[ID]);
    }

    /** The hash of this event if it follows one with the given hash. */
    String hash(HashChain chain, String previous) {
        var list = chain.after(previous)
                .add(id())
                .add(row.getLong(starts[REVISION]))
                .add(chain.text(at()));
        for (var column = AT + 1; column < HASH; column++) {
            if (lengths[column] < 0) {
                list.addNull();
            } else {
                list.add(row.array(), starts[column], lengths[column]);
            }
        }
        return chain.hash();
    }

    private Instant at() {
        var micros = row.getLong(starts[AT]);
        return Instant.ofEpochSecond(
                EPOCH_SECOND + Math.floorDiv(micros, MICROS_PER_SECOND),
                1_000 * Math.floorMod(micros, MICROS_PER_SECOND));
    }

    boolean hasHash(String hash) {
        return hash.equals(text(HASH));
    }

    /** The stored code; null if the event has none. */
    @Nullable
    AuditMac mac() {
        return AuditMac.of(text(MAC_KIND), text(MAC_KEY_ID), text(MAC));
    }

    /** The parts of the event that its code covers. */
    AuditMac.Covered covered(String hash) {
        return new AuditMac.Covered(hash, text(ACTOR_ID), text(ISSUER), text(ORIGIN));
    }

    /** Whether a release that knows no message authentication codes can have written the event. */
    boolean isOfEarlierRelease() {
        return lengths[ACTOR_ID] < 0 && lengths[ISSUER] < 0 && lengths[ORIGIN] < 0;
    }

    private @Nullable String text(int column) {
        return lengths[column] < 0
                ? null
                : new String(row.array(), starts[column], lengths[column], StandardCharsets.UTF_8);
    }
}
