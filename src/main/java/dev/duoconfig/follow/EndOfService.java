package dev.duoconfig.follow;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The moment from which a stopping service takes no more requests, when load balancers have had the time to notice. Clients that
 * wait are sent away then: before, they could come back to the same instance.
 */
@ApplicationScoped
class EndOfService {

    private final Duration delay;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    EndOfService(@ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        this.delay = delay;
    }

    /** Registers what to do at that moment. */
    void then(Runnable action) {
        actions.add(action);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        if (delay.isZero()) {
            run();
        } else {
            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::run);
        }
    }

    private void run() {
        actions.forEach(Runnable::run);
    }
}
