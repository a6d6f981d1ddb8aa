package dev.duoconfig.check;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.SetBackDatabase;
import dev.duoconfig.store.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/**
 * Looks once a second whether checks in the background are due, if they are turned on, while background jobs run and the database
 * is not refused.
 */
@ApplicationScoped
@Startup
class CheckScheduler {

    private static final Logger LOG = Logger.getLogger(CheckScheduler.class);

    private static final Duration MIN_EVERY = Duration.ofSeconds(1);
    private static final Duration MAX_EVERY = Duration.ofHours(24);

    private final Optional<Duration> every;
    private final CheckRounds rounds;
    private final BackgroundJobs jobs;
    private final DatabaseState database;
    private final SetBackDatabase setBack;

    /** A round can take longer than a thread of the scheduler may be used for. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(CheckScheduler::daemon);

    private final AtomicBoolean running = new AtomicBoolean();

    CheckScheduler(
            CheckSettings settings,
            Transactions transactions,
            ConfigurationReader reader,
            Gateways gateways,
            Checks checks,
            BackgroundJobs jobs,
            DatabaseState database,
            SetBackDatabase setBack) {
        this.every = settings.every();
        requireValid(every);
        this.rounds = new CheckRounds(new CheckLease(transactions, System::nanoTime), reader, gateways, checks);
        this.jobs = jobs;
        this.database = database;
        this.setBack = setBack;
    }

    static void requireValid(Optional<Duration> every) {
        if (every.isPresent()
                && (every.get().compareTo(MIN_EVERY) < 0 || every.get().compareTo(MAX_EVERY) > 0)) {
            throw new ConfigurationException(
                    "DUO_CHECK_EVERY must be from 1s to 24h. Leave it out to check nothing in the background.");
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "background-checks");
        thread.setDaemon(true);
        return thread;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void begin() {
        if (every.isPresent() && database.isStarted() && !setBack.isSetBack() && running.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    var unused = jobs.run(() -> runOrLog(every.get()));
                } finally {
                    running.set(false);
                }
            });
        }
    }

    private void runOrLog(Duration pause) {
        try {
            var unused = rounds.runIfDue(pause);
        } catch (RuntimeException e) {
            LOG.debugf("The checks in the background ended early: %s", e.getMessage());
        }
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renew() {
        var unused = jobs.run(this::renewOrLog);
    }

    private void renewOrLog() {
        try {
            rounds.renewLease();
        } catch (RuntimeException e) {
            LOG.debugf("The lease on checks in the background could not be renewed: %s", e.getMessage());
        }
    }

    /** Before the end of the background jobs, which waits for the running ones. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        rounds.stop();
    }

    @PreDestroy
    void close() {
        thread.shutdownNow();
    }
}
