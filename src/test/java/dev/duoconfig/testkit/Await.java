package dev.duoconfig.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself, and fails when it does not come. */
public final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Await() {}

    /** Returns as soon as the condition holds; what it throws fails the test. */
    public static void until(String what, BooleanSupplier condition) {
        var look = Executors.newSingleThreadScheduledExecutor();
        var holds = new CompletableFuture<Void>();
        try {
            var unused = look.scheduleWithFixedDelay(
                    () -> {
                        try {
                            if (condition.getAsBoolean()) {
                                holds.complete(null);
                            }
                        } catch (RuntimeException | Error failed) {
                            holds.completeExceptionally(failed);
                        }
                    },
                    0,
                    BETWEEN_LOOKS.toMillis(),
                    TimeUnit.MILLISECONDS);
            holds.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException never) {
            throw new AssertionError("Not within " + LIMIT + ": " + what, never);
        } catch (ExecutionException failed) {
            throw new AssertionError("While waiting for: " + what, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for: " + what, interrupted);
        } finally {
            look.shutdownNow();
        }
    }
}
