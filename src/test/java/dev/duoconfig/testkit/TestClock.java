package dev.duoconfig.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** A clock that stands still until a test sets it. Test profiles select it instead of the clock of the service. */
@Alternative
@Singleton
public final class TestClock extends Clock {

    private volatile Instant now = Instant.parse("2026-11-22T14:00:00Z");

    public void set(Instant moment) {
        now = moment;
    }

    @Override
    public Instant instant() {
        return now;
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
