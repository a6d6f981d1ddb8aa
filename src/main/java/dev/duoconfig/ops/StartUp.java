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

/** What comes before the first request: the start with the database or, while that is away, from the last-known-good file. */
@ApplicationScoped
class StartUp {

    private static final Logger LOG = Logger.getLogger(StartUp.class);

    /** How often a start tries again that has no file to start from: the database may be starting at the same time. */
    private static final int MAX_RETRIES = 10;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** After what somebody has to mend, who is to read the rest of the log too. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

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
     * Afterwards there is a snapshot. Whatever throws here refuses the start; of a {@link ConfigurationException} the
     * operator sees the message alone.
     */
    void start(@Observes StartupEvent event) throws InterruptedException {
        var url = environmentUrl();
        try {
            databaseStartUp.run(url);
        } catch (DatabaseUnavailableException e) {
            if (lastKnownGood.restore()) {
                retryInBackground(url, PAUSE);
            } else {
                LOG.warnf("The database is away, waiting for it: %s", e.getMessage());
                retry(url);
            }
        }
    }

    @PreDestroy
    void stop() {
        attempts.shutdownNow();
    }

    private void retry(@Nullable String url) throws InterruptedException {
        for (var left = MAX_RETRIES; ; left--) {
            try {
                attemptAfterPause(url);
                return;
            } catch (DatabaseUnavailableException e) {
                if (left == 1) {
                    throw new ConfigurationException(
                            "The database cannot be reached, and there is no last-known-good file to start from. "
                                    + e.getMessage());
                }
            }
        }
    }

    private void attemptAfterPause(@Nullable String url) throws InterruptedException, DatabaseUnavailableException {
        try {
            attempts.schedule(
                            () -> {
                                databaseStartUp.run(url);
                                return url;
                            },
                            Jitter.around(PAUSE).toMillis(),
                            TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DatabaseUnavailableException away) {
                throw away;
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

    /** The log tells each time why an instance still has no more than its file. */
    private void attemptInBackground(@Nullable String url) {
        try {
            databaseStartUp.run(url);
            LOG.info("The database is there: this instance is as any other now");
        } catch (DatabaseUnavailableException e) {
            LOG.warnf("The database is away; answers stay at the last-known-good revision: %s", e.getMessage());
            retryInBackground(url, PAUSE);
        } catch (RuntimeException | Error e) {
            LOG.errorf("THE DATABASE CANNOT BE USED; answers stay at the last-known-good revision: %s", e.getMessage());
            retryInBackground(url, LONG_PAUSE);
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
