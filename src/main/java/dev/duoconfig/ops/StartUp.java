package dev.duoconfig.ops;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.snapshot.lastknowngood.LastKnownGood;
import dev.duoconfig.snapshot.replica.Jitter;
import dev.duoconfig.store.BackgroundJobs;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The start before the first request: with the database or, while it is unavailable, from the last-known-good file. */
@ApplicationScoped
class StartUp {

    private static final Logger LOG = Logger.getLogger(StartUp.class);

    /** Retries of a start without a last-known-good file. The database may be starting at the same time. */
    private static final int MAX_RETRIES = 10;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The pause after a failure that does not end soon. Long, so that the rest of the log stays readable. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

    private static final Duration MAX_SHUTDOWN_DELAY = Duration.ofMinutes(5);

    private final DatabaseStartUp databaseStartUp;
    private final LastKnownGood lastKnownGood;
    private final BackgroundJobs jobs;
    private final OperatorSettings settings;
    private final ScheduledThreadPoolExecutor attempts =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "database-start"));

    StartUp(
            DatabaseStartUp databaseStartUp,
            LastKnownGood lastKnownGood,
            BackgroundJobs jobs,
            OperatorSettings settings) {
        this.databaseStartUp = databaseStartUp;
        this.lastKnownGood = lastKnownGood;
        this.jobs = jobs;
        this.settings = settings;
    }

    /**
     * Loads the first snapshot. Any exception here refuses the start; of a {@link ConfigurationException}, only the message is
     * logged.
     */
    void start(@Observes StartupEvent event) throws InterruptedException {
        requireShutdownDelay();
        var url = environmentUrl();
        lastKnownGood.recall();
        try {
            databaseStartUp.run(url);
        } catch (DatabaseUnavailableException e) {
            if (lastKnownGood.restore()) {
                retryInBackground(url, PAUSE);
            } else {
                logWait(e);
                retry(url);
            }
        }
    }

    @PreDestroy
    void stop() {
        attempts.shutdownNow();
    }

    private static void logWait(DatabaseUnavailableException reason) {
        LOG.warnf(
                reason.isLocked() ? "%s This instance waits." : "The database is unavailable, waiting for it: %s",
                reason.getMessage());
    }

    /** Gives up on a database that stays away, but waits for a lock as long as it takes, such as until the end of a backup. */
    private void retry(@Nullable String url) throws InterruptedException {
        var unreachable = 0;
        for (var attempt = 1; unreachable < MAX_RETRIES; attempt++) {
            try {
                attemptAfterPause(url, attempt <= MAX_RETRIES ? PAUSE : LONG_PAUSE);
                return;
            } catch (DatabaseUnavailableException e) {
                if (e.isLocked()) {
                    logWait(e);
                } else if (++unreachable == MAX_RETRIES) {
                    throw new ConfigurationException(
                            "The database cannot be reached, and there is no last-known-good file to start from. "
                                    + e.getMessage());
                }
            }
        }
    }

    private void attemptAfterPause(@Nullable String url, Duration pause)
            throws InterruptedException, DatabaseUnavailableException {
        try {
            attempts.schedule(
                            () -> {
                                databaseStartUp.run(url);
                                return url;
                            },
                            Jitter.around(pause).toMillis(),
                            TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DatabaseUnavailableException unavailable) {
                throw unavailable;
            }
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e);
        }
    }

    private void retryInBackground(@Nullable String url, Duration pause) {
        var unused = attempts.schedule(
                () -> jobs.run(() -> attemptInBackground(url)),
                Jitter.around(pause).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Each failed attempt logs why the instance still runs from its file. */
    private void attemptInBackground(@Nullable String url) {
        try {
            databaseStartUp.run(url);
            LOG.info("The database is available: this instance runs normally again");
        } catch (DatabaseUnavailableException e) {
            LOG.warnf(
                    e.isLocked()
                            ? "%s Responses stay at the last-known-good revision."
                            : "The database is unavailable; responses stay at the last-known-good revision: %s",
                    e.getMessage());
            retryInBackground(url, PAUSE);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    "THE DATABASE CANNOT BE USED; responses stay at the last-known-good revision: %s", e.getMessage());
            retryInBackground(url, LONG_PAUSE);
        }
    }

    private void requireShutdownDelay() {
        var delay = settings.shutdownDelay();
        if (delay.isNegative() || delay.compareTo(MAX_SHUTDOWN_DELAY) > 0) {
            throw new ConfigurationException("DUO_SHUTDOWN_DELAY must be from 0s to 5m.");
        }
    }

    private @Nullable String environmentUrl() {
        try {
            return settings.gatewayUrl()
                    .map(url -> HttpUrl.parse(url).withoutTrailingSlashes().value())
                    .orElse(null);
        } catch (HttpUrlException e) {
            throw new ConfigurationException("AI_GATEWAY_URL cannot be used. " + e.rule());
        }
    }
}
