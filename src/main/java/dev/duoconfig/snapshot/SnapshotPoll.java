package dev.duoconfig.snapshot;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Looks once a second whether another instance has changed the configuration. */
@ApplicationScoped
class SnapshotPoll {

    private static final Logger LOG = Logger.getLogger(SnapshotPoll.class);

    private final ConfigurationReader reader;

    SnapshotPoll(ConfigurationReader reader) {
        this.reader = reader;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        try {
            reader.refresh();
        } catch (RuntimeException unavailable) {
            LOG.warnf("The revision cannot be read; answers stay at the last one known: %s", unavailable.getMessage());
        }
    }
}
