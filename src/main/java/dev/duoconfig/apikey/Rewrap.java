package dev.duoconfig.apikey;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The last run of sealing the API keys again that was requested from this instance.
 *
 * @param status its progress
 * @param resealed the number of keys that it has sealed again
 * @param unreadable the number of keys that cannot be decrypted and stay unchanged
 */
record Rewrap(
        Status status,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int resealed,
        int unreadable) {

    static final Rewrap NONE = new Rewrap(Status.IDLE, null, null, 0, 0);

    static Rewrap startedAt(Instant now) {
        return new Rewrap(Status.RUNNING, now, null, 0, 0);
    }

    Rewrap plus(int moreResealed, int moreUnreadable) {
        return new Rewrap(status, startedAt, finishedAt, resealed + moreResealed, unreadable + moreUnreadable);
    }

    Rewrap ended(Status outcome, Instant now) {
        return new Rewrap(outcome, startedAt, now, resealed, unreadable);
    }

    boolean interrupted() {
        return status == Status.INTERRUPTED;
    }

    boolean running() {
        return status == Status.RUNNING;
    }

    /** The progress of a run. */
    enum Status {
        /** No run has been requested since startup. */
        IDLE,
        RUNNING,
        /** All keys were processed. */
        FINISHED,
        /** It ended early because the database did not respond or the service was stopping. Keys sealed again stay so. */
        INTERRUPTED;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
