package dev.duoconfig.snapshot.replica;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The pauses between attempts, each longer than the previous one, with {@link Jitter}. */
final class Backoff {

    private static final Duration MIN_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private Duration next = MIN_DELAY;

    /** Called after a successful attempt: the next pause is short again. */
    void reset() {
        next = MIN_DELAY;
    }

    void pause() {
        pause(next);
        var longer = next.multipliedBy(2);
        next = longer.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : longer;
    }

    void pause(Duration average) {
        try {
            var unused = ended.await(Jitter.around(average).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            end();
        }
    }

    /** Ends the current pause and all later ones. */
    void end() {
        ended.countDown();
    }

    boolean isEnded() {
        return ended.getCount() == 0;
    }
}
