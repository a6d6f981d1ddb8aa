package dev.duoconfig.instance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.duoconfig.gitlab.GitLabException;

/** Waits as long as a GitLab asks for when it limits the rate of requests, up to a limit for one task. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** More than any GitLab needs, if the waits that it asks for are very short. */
    private static final int MAX_WAITS = 20;

    private Duration left = LIMIT;
    private int waits;

    /**
     * Calls a GitLab, again after each wait that it asks for.
     *
     * @throws GitLabException if the call fails for another reason, or would have to wait for too long
     */
    <T> T call(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (GitLabException e) {
                if (e.fault() != GitLabException.Fault.RATE_LIMITED) {
                    throw e;
                }
                await(e);
            }
        }
    }

    private void await(GitLabException limited) {
        var wait = limited.retryAfter().orElseThrow(() -> limited);
        if (wait.compareTo(left) > 0 || ++waits > MAX_WAITS) {
            throw limited;
        }
        left = left.minus(wait);
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw limited;
        }
    }
}
