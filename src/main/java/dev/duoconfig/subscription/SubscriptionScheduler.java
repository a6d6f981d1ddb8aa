package dev.duoconfig.subscription;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.WriteOptions;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** What happens to the subscription without anyone asking. */
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
        var unused = jobs.run(this::lookAtTheTime);
    }

    @Scheduled(
            every = "${duo.subscription.sync-interval}",
            delayed = "1s",
            executionMaxDelay = "${duo.subscription.sync-jitter}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void synchronize() {
        var unused = jobs.run(this::askTheSource);
    }

    private void lookAtTheTime() {
        try {
            subscriptions.reevaluate();
        } catch (RuntimeException e) {
            LOG.debugf("The subscription cannot be looked at now: %s", e.getMessage());
        }
    }

    private void askTheSource() {
        try {
            var unused = subscriptions.synchronize(WriteOptions.system());
        } catch (ApiException e) {
            LOG.warnf("The subscription could not be synchronised: %s", e.getMessage());
        }
    }
}
