package dev.duoconfig.check;

import java.time.Duration;

/** The time that one step may take. */
record StepDeadline(long end) {

    static StepDeadline of(Duration limit) {
        return new StepDeadline(System.nanoTime() + limit.toNanos());
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
