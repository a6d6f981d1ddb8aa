package dev.duoconfig.snapshot.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Logs a failure of the poll that lasts once in ten minutes, and its end. Used by one poll at a time. */
final class PollLog {

    static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(PollLog.class);

    private final Clock clock;
    private volatile @Nullable Fault last;
    private volatile Instant next = Instant.MIN;

    /** The kinds of failures, each with its level in the log. */
    enum Fault {
        REFUSED(Logger.Level.ERROR),
        UNREADABLE(Logger.Level.WARN);

        private final Logger.Level level;

        Fault(Logger.Level level) {
            this.level = level;
        }
    }

    PollLog(Clock clock) {
        this.clock = clock;
    }

    void failed(Fault fault, String text) {
        var now = clock.instant();
        if (fault != last || !now.isBefore(next)) {
            LOG.log(fault.level, text);
            last = fault;
            next = now.plus(INTERVAL);
        }
    }

    void succeeded() {
        if (last != null) {
            LOG.info("The revision can be read again");
            last = null;
        }
    }
}
