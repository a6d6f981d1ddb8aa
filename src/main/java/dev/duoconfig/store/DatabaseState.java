package dev.duoconfig.store;

import java.time.Duration;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The state of the database as this instance knows it without a query. Until startup has checked the database, only startup
 * may use it, because its schema or its master key may not match.
 */
@ApplicationScoped
public class DatabaseState {

    /** Longer than two polls of a slow database. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final KnownSnapshot known;
    private volatile boolean started;
    private volatile @Nullable Thread starter;

    public DatabaseState(KnownSnapshot known) {
        this.known = known;
    }

    /** Runs the startup steps that need the database, then opens it for general use unless a step throws. */
    public void start(Runnable steps) {
        starter = Thread.currentThread();
        try {
            steps.run();
            started = true;
        } finally {
            starter = null;
        }
    }

    /** Whether the database is open for general use. */
    public boolean isStarted() {
        return started;
    }

    /** Whether the database is open for general use and has responded recently. */
    public boolean isAnswering() {
        return started && known.age().compareTo(SILENCE) < 0;
    }

    void requireStarted() {
        if (!started && starter != Thread.currentThread()) {
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "This instance started without its database and serves only from memory until the database is available.");
        }
    }
}
