package dev.duoconfig.subscription;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** Reads the dates of sources: a day, which means its first moment in UTC, or a time with an offset. */
final class SourceDates {

    /** What timestamps of four digits can show. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private SourceDates() {}

    /** @throws SourceException if the text is neither */
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
                    + " is not a date such as 2026-12-31, nor a time such as 2026-12-31T00:00:00Z.");
        }
    }

    /** @throws SourceException if the text is neither */
    static @Nullable LocalDate day(String property, @Nullable String text) {
        var moment = moment(property, text);
        return moment == null ? null : LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
