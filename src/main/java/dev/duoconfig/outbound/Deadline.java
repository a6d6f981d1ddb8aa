package dev.duoconfig.outbound;

import java.time.Duration;

/**
 * The moment at which a request, or several that belong together, must be over.
 *
 * @param nanoTime in terms of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** The time left in milliseconds, at least 1, because most timers interpret 0 as "never". */
    public long remainingMillis() {
        return Math.max(1, (nanoTime - System.nanoTime()) / 1_000_000);
    }

    public boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
