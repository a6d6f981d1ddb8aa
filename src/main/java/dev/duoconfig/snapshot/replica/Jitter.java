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
        var millis = pause.toMillis();
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    }
}
