package dev.duoconfig.instance;

import java.time.Duration;
import java.util.function.Supplier;

import dev.duoconfig.gitlab.GitLabException;

/** Waits as long as a GitLab asks for when it limits the rate of requests, up to a limit for one task. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Short enough for a request to end before proxies give it up. */
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);

    /** More than any GitLab needs, if the waits that it asks for are very short. */
    private static final int MAX_WAITS = 20;

    private final Pause pause;
    private Duration left;
    private int waits;

    private Patience(Pause pause, Duration limit) {
        this.pause = pause;
        this.left = limit;
    }

    /** Waits for the sake of a request without a lease. */
    static Patience ofRequest(Pause pause) {
        return new Patience(pause, REQUEST_LIMIT);
    }

    /** Waits for the sake of a request, only while the lease is held. */
    static Patience ofRequest(Lease lease) {
        return new Patience(lease::pause, REQUEST_LIMIT);
    }

    /** Waits in the background, only while the lease is held. */
    static Patience of(Lease lease) {
        return new Patience(lease::pause, LIMIT);
    }

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
                if (e.fault() != GitLabException.Fault.RATE_LIMITED || !await(e)) {
                    throw e;
                }
            }
        }
    }

    private boolean await(GitLabException limited) {
        var wait = limited.retryAfter().orElse(LIMIT);
        if (wait.compareTo(left) > 0 || ++waits > MAX_WAITS) {
            return false;
        }
        left = left.minus(wait);
        return pause.pause(wait);
    }

    /** A wait that can end early. */
    interface Pause {

        /** Waits, and returns whether to go on. */
        boolean pause(Duration time);
    }
}
