package dev.duoconfig.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for a condition that becomes true without the test's help. */
public final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private Await() {}

    /** Returns when the condition holds. Fails if it throws, or does not hold within 30 seconds. */
    public static void until(String expectation, BooleanSupplier condition) {
        until(expectation, LIMIT, condition);
    }

    /** Returns when the condition holds. Fails if it throws, or does not hold within the limit. */
    public static void until(String expectation, Duration limit, BooleanSupplier condition) {
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
            holds.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Not reached within " + limit + ": " + expectation, e);
        } catch (ExecutionException e) {
            throw new AssertionError("Failed while waiting for: " + expectation, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for: " + expectation, e);
        } finally {
            poller.shutdownNow();
        }
    }
}
