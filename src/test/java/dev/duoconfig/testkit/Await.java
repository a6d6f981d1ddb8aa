package dev.duoconfig.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what comes about by itself. */
public final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Await() {}

    /** Asks again and again until it is so; fails the test when it is not within a minute. */
    public static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come about within " + LIMIT);
            }
            Thread.onSpinWait();
        }
    }
}
