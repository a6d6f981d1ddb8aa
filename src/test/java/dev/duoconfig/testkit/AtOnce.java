package dev.duoconfig.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs several callers at the same time. */
public final class AtOnce {

    private static final int LIMIT_SECONDS = 120;

    private AtOnce() {}

    /**
     * Runs the work once for each caller, each in its own thread. All start when the last thread is ready.
     *
     * @param work receives the number of the caller, from 0
     * @return the results in the order of the callers
     */
    public static <T> List<T> run(int callers, IntFunction<T> work) throws Exception {
        var ready = new CountDownLatch(callers);
        var threads = Executors.newFixedThreadPool(callers);
        try {
            var running = new ArrayList<Future<T>>();
            for (int i = 0; i < callers; i++) {
                var caller = i;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    assertThat(ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
                    return work.apply(caller);
                }));
            }
            var results = new ArrayList<T>();
            for (var future : running) {
                results.add(future.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
