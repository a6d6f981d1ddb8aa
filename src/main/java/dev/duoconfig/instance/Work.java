package dev.duoconfig.instance;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The right to work on an instance, and the limits of one task.
 *
 * @param end the {@link System#nanoTime()} at which no further step begins; null for no limit
 */
record Work(Lease lease, Patience patience, @Nullable Long end) {

    /** Connections without data for 90 s are closed, also while a response is awaited. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(45);

    /** The work of a request, which ends before proxies give it up. */
    static Work ofRequest(Lease lease) {
        return new Work(lease, Patience.ofRequest(lease), System.nanoTime() + REQUEST_LIMIT.toNanos());
    }

    static Work inTheBackground(Lease lease) {
        return new Work(lease, Patience.of(lease), null);
    }

    boolean isOver() {
        return end != null && System.nanoTime() - end > 0;
    }
}
