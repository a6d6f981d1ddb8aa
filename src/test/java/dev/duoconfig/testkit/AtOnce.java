package dev.duoconfig.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Many callers that set off together. */
public final class AtOnce {

    private static final int LIMIT_SECONDS = 120;

    private AtOnce() {}

    /**
     * Runs the work in as many threads as there are callers, each waiting for the last one to be there.
     *
     * @param work is given the caller's number, from 0
     * @return what each caller brought back, in the order of their numbers
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
            for (var each : running) {
                results.add(each.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
