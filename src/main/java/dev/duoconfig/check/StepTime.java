package dev.duoconfig.check;

import java.time.Duration;

/** The time that one step may take. */
record StepTime(long end) {

    static StepTime of(Duration limit) {
        return new StepTime(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** What is left, at least one millisecond. */
    Duration left() {
        return Duration.ofMillis(
                Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
    }
}
