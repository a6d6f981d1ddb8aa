package dev.duoconfig.instance;

import java.time.Duration;

import dev.duoconfig.snapshot.replica.Jitter;

/** The pauses between two comparisons of a GitLab instance. */
final class Pauses {

    static final Duration MIN_AFTER_FAILURE = Duration.ofSeconds(10);
    static final Duration MAX_AFTER_FAILURE = Duration.ofMinutes(15);

    private static final int PERCENT = 10;

    /** Reaches the maximum only with all of the variation. */
    private static final Duration MAX_AVERAGE =
            MAX_AFTER_FAILURE.multipliedBy(100).dividedBy(100 + PERCENT);

    private static final int MAX_DOUBLINGS = 30;

    private Pauses() {}

    static Duration afterSuccess(Duration every) {
        return Jitter.around(every, PERCENT);
    }

    /**
     * The pause after a failure, twice as long after each.
     *
     * @param failures the number of failures in a row, with this one
     */
    static Duration afterFailure(int failures) {
        var average = MIN_AFTER_FAILURE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return Jitter.around(average.compareTo(MAX_AVERAGE) > 0 ? MAX_AVERAGE : average, PERCENT);
    }
}
