package dev.duoconfig.outbound;

import java.time.Duration;

/** The moment at which everything that belongs to one request must be over. */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left, at least one millisecond since most timers take 0 for "never". */
    long remainingMillis() {
        return Math.max(1, (nanoTime - System.nanoTime()) / 1_000_000);
    }

    boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
