package dev.duoconfig.store;

import java.time.Duration;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.DatabaseFault;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The state of the database as this instance knows it without a query. Until startup has checked the database, only startup
 * may use it, because its schema or its master key may not match.
 */
@ApplicationScoped
public class DatabaseState {

    private static final Logger LOG = Logger.getLogger(DatabaseState.class);

    /** Longer than two polls of a slow database. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final KnownSnapshot known;
    private volatile boolean started;
    private volatile boolean diskFull;
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

    /** Whether the database could not store something for lack of space, and has stored nothing since. */
    public boolean isDiskFull() {
        return diskFull;
    }

    /** Records a failure of the database. */
    void failed(Exception failure) {
        if (DatabaseFault.of(failure) == DatabaseFault.DISK_FULL && !diskFull) {
            diskFull = true;
            LOG.error("THE DISK OF THE DATABASE IS FULL: it cannot store changes. Free space on the database server");
        }
    }

    /** Records that the database has stored something. */
    void stored() {
        if (diskFull) {
            diskFull = false;
            LOG.info("The disk of the database has space again");
        }
    }

    void requireStarted() {
        if (!started && starter != Thread.currentThread()) {
            throw new ApiException(
                    ProblemType.UNAVAILABLE,
                    "This instance started without its database and serves only from memory until the database is available.");
        }
    }
}
