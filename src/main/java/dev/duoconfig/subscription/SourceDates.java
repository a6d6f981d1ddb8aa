package dev.duoconfig.subscription;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/** Reads the dates of sources: a day, which means its first moment in UTC, or a time with an offset. */
final class SourceDates {

    private SourceDates() {}

    /** @throws SourceException if the text is neither */
    static @Nullable Instant moment(String property, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException unreadable) {
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
