package dev.duoconfig.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Hashes events: SHA-256 of a JSON list of the previous hash and the columns of the event. Different rows never have the
 * same list, regardless of their texts. The list must not depend on the JSON settings of the service, because a
 * different serialization would break every existing chain.
 */
final class HashChain {

    /** The previous hash of the first event. */
    static final String START = "";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Milliseconds, with more digits only if someone has added a fraction of a millisecond to a stored time. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private HashChain() {}

    /** The hash of an event, in lower-case hexadecimal. */
    static String hash(String previous, List<? extends @Nullable Object> columns) {
        var canonical = new ArrayList<@Nullable Object>(columns.size() + 1);
        canonical.add(previous);
        columns.forEach(column -> canonical.add(column instanceof Instant at ? TIME.format(at) : column));
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(JsonText.of(JSON, canonical).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
