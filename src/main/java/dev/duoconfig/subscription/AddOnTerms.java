package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * An add-on as reported by a source.
 *
 * @param name in lower case, such as {@code duo_enterprise}
 * @param quantity the number of seats; with 0, it is never active
 * @param startsAt null if it has no start
 * @param expiresOn the first day, in UTC, on which it is expired; null if the source lists active add-ons only
 */
record AddOnTerms(
        String name,
        int quantity,
        @Nullable Instant startsAt,
        @Nullable LocalDate expiresOn) {

    /** The number of add-ons that a subscription can have; GitLab offers about ten. */
    static final int MAX_ADD_ONS = 1000;

    /** Whether it has seats, has started, and was active from then on for some time. */
    boolean started(Instant at) {
        return usable() && (startsAt == null || !startsAt.isAfter(at));
    }

    /** Whether it has seats, has started, and has not expired. */
    boolean active(Instant at) {
        var end = expiresAt();
        return started(at) && (end == null || at.isBefore(end));
    }

    /** Whether it is not active yet, but will be. */
    boolean pending(Instant at) {
        return usable() && startsAt != null && startsAt.isAfter(at);
    }

    /** Whether it has seats, and starts before it ends. */
    private boolean usable() {
        var end = expiresAt();
        return quantity >= 1 && (startsAt == null || end == null || startsAt.isBefore(end));
    }

    /** The same add-on, but expired no later than on the first day that begins at or after the moment. */
    AddOnTerms endingAt(Instant moment) {
        var day = LocalDate.ofInstant(moment.minusMillis(1), ZoneOffset.UTC).plusDays(1);
        return expiresOn != null && expiresOn.isBefore(day) ? this : new AddOnTerms(name, quantity, startsAt, day);
    }

    /** The first moment at which it is expired, or null. */
    @Nullable
    Instant expiresAt() {
        return expiresOn == null ? null : expiresOn.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
