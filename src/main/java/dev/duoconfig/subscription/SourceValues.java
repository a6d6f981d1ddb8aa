package dev.duoconfig.subscription;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Validates names and dates from subscription sources, so that they can be stored and shown. */
final class SourceValues {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");

    /** The range of accepted timestamps, whose years have four digits. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private SourceValues() {}

    /**
     * Converts a name to lower case.
     *
     * @throws SourceException if the name has more than 100 characters or characters other than those of names
     */
    static @Nullable String lower(String property, @Nullable String name) {
        if (name == null) {
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            throw SourceException.failed("The subscription source's " + property
                    + " is not a name of at most 100 letters, digits, spaces, dots, dashes, and underscores.");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a date, as its start in UTC, or a time with an offset.
     *
     * @throws SourceException if the text is neither, or out of range
     */
    static @Nullable Instant moment(String property, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var parsed = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            var moment = parsed.truncatedTo(ChronoUnit.MILLIS);
            if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
                throw SourceException.failed(
                        "The subscription source's " + property + " is not between the years 1970 and 9999.");
            }
            return moment;
        } catch (DateTimeException e) {
            throw SourceException.failed("The subscription source's " + property
                    + " is not a date such as 2026-12-31 or a time such as 2026-12-31T00:00:00Z.");
        }
    }

    /**
     * Parses a date, or a time as its day in UTC.
     *
     * @throws SourceException if the text is neither, or out of range
     */
    static @Nullable LocalDate day(String property, @Nullable String text) {
        var moment = moment(property, text);
        return moment == null ? null : LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
