package dev.duoconfig.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test sets it. Test profiles select it instead of the clock of the service. */
@Alternative
@Singleton
public final class TestClock extends Clock {

    private Instant now = Instant.parse("2026-11-22T14:00:00Z");

    private @Nullable Instant afterNextReading;

    public synchronized void set(Instant moment) {
        now = moment;
        afterNextReading = null;
    }

    /** Sets the clock once it has been read one more time. */
    public synchronized void setAfterNextReading(Instant moment) {
        afterNextReading = moment;
    }

    @Override
    public synchronized Instant instant() {
        var read = now;
        if (afterNextReading != null) {
            set(afterNextReading);
        }
        return read;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The service uses only UTC");
    }
}
