package dev.duoconfig.apikey;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The last re-sealing that this instance was asked for.
 *
 * @param status how far it is
 * @param resealed how many values it has sealed anew
 * @param unreadable how many do not open and stay as they are
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

    Rewrap ended(Status how, Instant now) {
        return new Rewrap(how, startedAt, now, resealed, unreadable);
    }

    boolean interrupted() {
        return status == Status.INTERRUPTED;
    }

    boolean running() {
        return status == Status.RUNNING;
    }

    /** How far a re-sealing is. */
    enum Status {
        /** Nobody has asked for one since the start. */
        IDLE,
        RUNNING,
        /** Everything was looked at. */
        FINISHED,
        /** It ended early: the database did not answer, or the service was stopping. What is done stays done. */
        INTERRUPTED;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
