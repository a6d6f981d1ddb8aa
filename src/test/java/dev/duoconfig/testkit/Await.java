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
                        } catch (RuntimeException | Error e) {
                            holds.completeExceptionally(e);
                        }
                    },
                    0,
                    BETWEEN_LOOKS.toMillis(),
                    TimeUnit.MILLISECONDS);
            holds.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Not within " + LIMIT + ": " + what, e);
        } catch (ExecutionException e) {
            throw new AssertionError("While waiting for: " + what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for: " + what, e);
        } finally {
            look.shutdownNow();
        }
    }
}
