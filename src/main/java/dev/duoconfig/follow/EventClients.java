package dev.duoconfig.follow;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final BackgroundJobs jobs;
    private final ExecutorService background;
    private final Vertx vertx;
    private final Clock clock;
    private final FollowerPlaces places;
    private final Map<EventClient, Follower> clients = new ConcurrentHashMap<>();
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private volatile boolean stopping;

    EventClients(
            CurrentSnapshot current,
            FollowSettings settings,
            BackgroundJobs jobs,
            ExecutorService background,
            Vertx vertx,
            Clock clock,
            EndOfService end,
            MeterRegistry meters) {
        if (settings.heartbeat().compareTo(MIN_HEARTBEAT) < 0
                || settings.heartbeat().compareTo(MAX_HEARTBEAT) > 0
                || settings.maxClients() < 1) {
            throw new ConfigurationException(
                    "DUO_FOLLOW_HEARTBEAT must be from 1s to 60s and DUO_FOLLOW_MAX_CLIENTS at least 1.");
        }
        this.current = current;
        this.jobs = jobs;
        this.background = background;
        this.vertx = vertx;
        this.clock = clock;
        this.places = new FollowerPlaces("event streams", settings.maxClients());
        Gauge.builder("duo.events.clients", clients, Map::size)
                .description("Clients of GET /events")
                .register(meters);
        current.follow(snapshot -> wakeSoon());
        end.then(this::stop);
    }

    /**
     * The events of a new client: the current revision, then each newer one, until the token expires.
     *
     * @param drop closes the client's connection
     */
    Multi<OutboundSseEvent> join(Follower follower, Runnable drop) {
        if (stopping) {
            throw new ApiException(ProblemType.UNAVAILABLE, "This instance is stopping; try again.");
        }
        places.take(follower.caller());
        var client = new EventClient(() -> current.get().revision(), drop);
        clients.put(client, follower);
        return Multi.createFrom()
                .<Boolean>emitter(emitter -> begin(client, follower, emitter), BackPressureStrategy.LATEST)
                .map(wake -> client.next());
    }

    private void begin(EventClient client, Follower follower, MultiEmitter<? super Boolean> emitter) {
        // A timer needs at least a millisecond.
        var expiry = vertx.setTimer(1 + follower.remainingMillis(clock), timer -> client.expire());
        // Called immediately if the client has already left.
        emitter.onTermination(() -> {
            vertx.cancelTimer(expiry);
            leave(client);
        });
        client.begin(emitter);
        if (stopping) {
            emitter.complete();
        }
    }

    private void leave(EventClient client) {
        var follower = clients.remove(client);
        if (follower != null) {
            places.release(follower.caller());
        }
    }

    @Scheduled(
            every = "${duo.follow.heartbeat}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void heartbeat() {
        var unused = jobs.run(() -> {
            var dropped =
                    clients.keySet().stream().filter(client -> !client.beat()).toList();
            dropped.forEach(this::leave);
            if (!dropped.isEmpty()) {
                LOG.infof(
                        "Clients of GET /events dropped because they read none of the last events: %d", dropped.size());
            }
        });
    }

    private void stop() {
        stopping = true;
        clients.keySet().forEach(EventClient::end);
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
                    clients.keySet().forEach(EventClient::wake);
                });
            } catch (RejectedExecutionException e) {
                wakePending.set(false);
                throw e;
            }
        }
    }
}
