package dev.duoconfig.subscription;

import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.WriteOptions;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Evaluates and synchronizes the subscription on a schedule. */
@ApplicationScoped
class SubscriptionScheduler {

    private static final Logger LOG = Logger.getLogger(SubscriptionScheduler.class);

    private final BackgroundJobs jobs;
    private final Subscriptions subscriptions;

    SubscriptionScheduler(BackgroundJobs jobs, Subscriptions subscriptions) {
        this.jobs = jobs;
        this.subscriptions = subscriptions;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void reevaluate() {
        var unused = jobs.run(this::reevaluateOrLog);
    }

    @Scheduled(
            every = "${duo.subscription.sync-interval}",
            delayed = "1s",
            executionMaxDelay = "${duo.subscription.sync-jitter}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void synchronize() {
        var unused = jobs.run(this::synchronizeOrLog);
    }

    private void reevaluateOrLog() {
        try {
            subscriptions.reevaluate();
        } catch (RuntimeException e) {
            LOG.debugf("The subscription could not be evaluated again: %s", e.getMessage());
        }
    }

    private void synchronizeOrLog() {
        try {
            var unused = subscriptions.synchronize(WriteOptions.system());
        } catch (RuntimeException e) {
            LOG.warnf("The subscription could not be synchronized: %s", e.getMessage());
        }
    }
}
