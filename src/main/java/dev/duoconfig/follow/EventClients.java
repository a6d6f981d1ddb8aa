package dev.duoconfig.follow;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.BackgroundJobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.logging.Logger;

/** The clients of {@code GET /events}. They share threads, and a slow client does not delay the others. */
@ApplicationScoped
@Startup
class EventClients {

    private static final Logger LOG = Logger.getLogger(EventClients.class);

    private static final Duration MIN_HEARTBEAT = Duration.ofSeconds(1);

    /** Lower than the 90 s after which idle connections are closed. */
    private static final Duration MAX_HEARTBEAT = Duration.ofSeconds(60);

    private final CurrentSnapshot current;
    private final FollowSettings settings;
    private final BackgroundJobs jobs;
    private final ExecutorService background;
    private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private volatile boolean stopping;

    EventClients(
            CurrentSnapshot current,
            FollowSettings settings,
            BackgroundJobs jobs,
            ExecutorService background,
            MeterRegistry meters) {
        if (settings.heartbeat().compareTo(MIN_HEARTBEAT) < 0
                || settings.heartbeat().compareTo(MAX_HEARTBEAT) > 0
                || settings.maxClients() < 1) {
            throw new ConfigurationException(
                    "DUO_FOLLOW_HEARTBEAT must be from 1s to 60s and DUO_FOLLOW_MAX_CLIENTS at least 1.");
        }
        this.current = current;
        this.settings = settings;
        this.jobs = jobs;
        this.background = background;
        Gauge.builder("duo.events.clients", clients, Set::size)
                .description("Clients of GET /events")
                .register(meters);
        current.follow(snapshot -> wakeSoon());
    }

    /**
     * The events of a new client: the current revision, then each newer one.
     *
     * @param drop closes the client's connection
     */
    Multi<OutboundSseEvent> join(Runnable drop) {
        if (stopping || clients.size() >= settings.maxClients()) {
            throw new ApiException(
                    ProblemType.UNAVAILABLE, "Too many clients follow changes on this instance; try again.");
        }
        var client = new EventClient(() -> current.get().revision(), drop);
        return Multi.createFrom()
                .<Boolean>emitter(
                        emitter -> {
                            clients.add(client);
                            // Called immediately if the client has already left.
                            emitter.onTermination(() -> clients.remove(client));
                            client.begin(emitter);
                            if (stopping) {
                                emitter.complete();
                            }
                        },
                        BackPressureStrategy.LATEST)
                .map(wake -> client.next());
    }

    @Scheduled(
            every = "${duo.follow.heartbeat}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void heartbeat() {
        var unused = jobs.run(() -> {
            var dropped = clients.stream().filter(client -> !client.beat()).count();
            if (dropped > 0) {
                LOG.infof("Clients of GET /events dropped because they read none of the last events: %d", dropped);
            }
        });
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        clients.forEach(EventClient::end);
    }

    /**
     * Wakes the clients in the background, so that publishing does not wait for them. Revisions published in the meantime
     * share one wake-up.
     */
    private void wakeSoon() {
        if (!stopping && wakePending.compareAndSet(false, true)) {
            try {
                background.execute(() -> {
                    wakePending.set(false);
                    clients.forEach(EventClient::wake);
                });
            } catch (RejectedExecutionException e) {
                wakePending.set(false);
                throw e;
            }
        }
    }
}
