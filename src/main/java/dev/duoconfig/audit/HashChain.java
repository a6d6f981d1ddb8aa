package dev.duoconfig.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Hashes events: SHA-256 of a {@link JsonList} of the previous hash and the columns of the event. Different rows never have the
 * same list, regardless of their texts. Hashes one event after another, and is not safe for use by several threads.
 */
final class HashChain {

    /** The previous hash of the first event. */
    static final String START = "";

    private static final HexFormat HEX = HexFormat.of();

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

    private static final int SECONDS_PER_DAY = 86_400;

    private final MessageDigest sha256 = sha256();
    private final JsonList list = new JsonList();

    /** The day that was formatted last, since 1970. Most events are of the same day as the one before. */
    private long day = Long.MIN_VALUE;

    private String date = "";

    /** Begins the list of an event that follows one with the given hash. */
    JsonList after(String previous) {
        return list.begin().add(previous);
    }

    /** The hash of the event whose columns were added to the list, in lower-case hexadecimal. */
    String hash() {
        list.end();
        sha256.update(list.bytes(), 0, list.length());
        return HEX.formatHex(sha256.digest());
    }

    /**
     * A time in UTC as it is hashed: with milliseconds, and with more digits only if someone has added a fraction of a millisecond
     * to a stored time.
     */
    String text(Instant at) {
        var atDay = Math.floorDiv(at.getEpochSecond(), (long) SECONDS_PER_DAY);
        if (atDay != day) {
            day = atDay;
            date = DATE.format(at);
        }
        var second = Math.floorMod(at.getEpochSecond(), SECONDS_PER_DAY);
        var text = new StringBuilder(32).append(date).append('T');
        appendTwoDigits(text, second / 3600).append(':');
        appendTwoDigits(text, second / 60 % 60).append(':');
        appendTwoDigits(text, second % 60).append('.');
        var digit = 100_000_000;
        for (var rest = at.getNano(); digit >= 1_000_000 || rest > 0; digit /= 10) {
            text.append((char) ('0' + rest / digit));
            rest %= digit;
        }
        return text.append('Z').toString();
    }

    private static StringBuilder appendTwoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
