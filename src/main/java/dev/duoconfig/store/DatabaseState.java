package dev.duoconfig.store;

import java.time.Duration;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of its database without asking it. Until the start has been through with the database, only the
 * start may use it: its schema or its master key may be others.
 */
@ApplicationScoped
public class DatabaseState {

    /** Longer than two polls of a slow database take. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final KnownSnapshot known;
    private volatile boolean started;
    private volatile @Nullable Thread starter;

    public DatabaseState(KnownSnapshot known) {
        this.known = known;
    }

    /** Runs what has to be done before anyone else may use the database, and lets everyone in unless it throws. */
    public void start(Runnable steps) {
        starter = Thread.currentThread();
        try {
            steps.run();
            started = true;
        } finally {
            starter = null;
        }
    }

    /** Whether everyone may use it. */
    public boolean isStarted() {
        return started;
    }

    /** Whether it has answered lately. */
    public boolean isAnswering() {
        return started && known.age().compareTo(SILENCE) < 0;
    }

    void requireStarted() {
        if (!started && starter != Thread.currentThread()) {
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "The instance was started without its database, and answers from memory only until the database is there.");
        }
    }
}
