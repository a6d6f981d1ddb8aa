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
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private Await() {}

    /** Returns as soon as the condition holds; what it throws fails the test. */
    public static void until(String expectation, BooleanSupplier condition) {
        var poller = Executors.newSingleThreadScheduledExecutor();
        var holds = new CompletableFuture<Void>();
        try {
            var unused = poller.scheduleWithFixedDelay(
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
                    POLL_INTERVAL.toMillis(),
                    TimeUnit.MILLISECONDS);
            holds.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Not within " + LIMIT + ": " + expectation, e);
        } catch (ExecutionException e) {
            throw new AssertionError("While waiting for: " + expectation, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for: " + expectation, e);
        } finally {
            poller.shutdownNow();
        }
    }
}
