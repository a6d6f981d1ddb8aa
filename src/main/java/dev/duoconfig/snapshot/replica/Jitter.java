package dev.duoconfig.snapshot.replica;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Random variation of pauses. Many instances lose a database at the same moment and must not return to it at the same moment.
 */
public final class Jitter {

    private Jitter() {}

    /** A random duration between half and one and a half times the pause, in whole milliseconds. */
    public static Duration around(Duration pause) {
        return around(pause, 50);
    }

    /**
     * A random duration around the pause, in whole milliseconds.
     *
     * @param percent the largest difference from the pause, in percent of it
     */
    public static Duration around(Duration pause, int percent) {
        var millis = pause.toMillis();
        var most = millis * percent / 100;
        return Duration.ofMillis(millis - most + ThreadLocalRandom.current().nextLong(2 * most + 1));
    }
}
