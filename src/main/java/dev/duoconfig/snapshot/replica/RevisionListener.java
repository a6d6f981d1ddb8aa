package dev.duoconfig.snapshot.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.KnownSnapshot;
import dev.duoconfig.store.RevisionChannel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears from PostgreSQL of each revision that any instance commits, on a connection and a thread of its own. What it hears is
 * a number and no more; nothing depends on its hearing everything, for the poll sees what it misses. See
 * docs/adr/0017-notifications-are-hints.md.
 */
@ApplicationScoped
class RevisionListener {

    private static final Logger LOG = Logger.getLogger(RevisionListener.class);

    /** How long one wait for news takes; as often the connection is tried, which might be dead without anyone's saying so. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** A pooler stays a pooler, most of the time. */
    private static final Duration PAUSE_WHEN_UNDELIVERED = Duration.ofMinutes(1);

    private final ListenerConnections connections;
    private final NotificationProbe probe;
    private final ConfigurationReader reader;
    private final KnownSnapshot known;
    private final BackgroundJobs jobs;
    private final ListenerSettings settings;
    private final Thread thread = new Thread(this::run, "revision-listener");
    private final Backoff backoff = new Backoff();
    private volatile boolean listening;
    private volatile @Nullable Connection connection;

    /** What the log was told last, so that it is told once. */
    private @Nullable State logged;

    private enum State {
        LISTENING,
        UNDELIVERED,
        LOST
    }

    RevisionListener(
            ListenerConnections connections,
            NotificationProbe probe,
            ConfigurationReader reader,
            KnownSnapshot known,
            BackgroundJobs jobs,
            ListenerSettings settings,
            MeterRegistry meters) {
        this.connections = connections;
        this.probe = probe;
        this.reader = reader;
        this.known = known;
        this.jobs = jobs;
        this.settings = settings;
        thread.setDaemon(true);
        Gauge.builder("duo.listener.connected", () -> listening ? 1 : 0)
                .description("1 while the instance listens for revisions of others, 0 while it only polls")
                .register(meters);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1) StartupEvent event) {
        if (settings.enabled()) {
            thread.start();
        } else {
            LOG.info("Not listening for revisions, as configured; they are polled for once a second");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        backoff.end();
        var open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection was broken already", e);
            }
        }
    }

    private void run() {
        while (!backoff.isEnded()) {
            if (attempt() == State.UNDELIVERED) {
                backoff.pause(PAUSE_WHEN_UNDELIVERED);
            } else {
                backoff.pause();
            }
        }
    }

    /** Listens for as long as it can; what kept it from doing so. */
    private State attempt() {
        try (var opened = connections.open()) {
            connection = opened;
            if (!probe.isDeliveredTo(opened)) {
                logUndelivered(opened.unwrap(PGConnection.class));
                return State.UNDELIVERED;
            }
            listen(opened);
        } catch (SQLException | RuntimeException e) {
            log(State.LOST, Logger.Level.INFO, "Not listening for revisions, they are polled for: " + e.getMessage());
        } finally {
            listening = false;
            connection = null;
        }
        return State.LOST;
    }

    private void listen(Connection opened) throws SQLException {
        ListenerConnections.execute(opened, "listen " + RevisionChannel.NAME);
        listening = true;
        backoff.reset();
        log(State.LISTENING, Logger.Level.INFO, "Listening for revisions");
        // What came while nobody listened.
        refresh(reader::reload);
        while (!backoff.isEnded()) {
            awaitNotifications(opened.unwrap(PGConnection.class));
            ListenerConnections.execute(opened, "");
        }
    }

    private void awaitNotifications(PGConnection listener) throws SQLException {
        var end = System.nanoTime() + WAIT.toNanos();
        for (var left = WAIT.toMillis(); left > 0 && !backoff.isEnded(); left = (end - System.nanoTime()) / 1_000_000) {
            var notifications = listener.getNotifications((int) left);
            if (notifications != null && Stream.of(notifications).anyMatch(this::isNewer)) {
                refresh(reader::refresh);
            }
        }
    }

    private boolean isNewer(PGNotification notification) {
        var newest = known.get();
        try {
            return newest == null || newest.revision() < Long.parseLong(notification.getParameter());
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A pool that has no connection to give is no reason to stop listening. */
    private void refresh(Runnable read) {
        try {
            var unused = jobs.run(read);
        } catch (RuntimeException e) {
            LOG.debug("What was heard of cannot be read; the poll will", e);
        }
    }

    private void logUndelivered(PGConnection listener) {
        log(
                State.UNDELIVERED,
                Logger.Level.WARN,
                "Notifications do not come through to this instance, as behind a connection pooler that shares sessions"
                        + " (PgBouncer in transaction mode): revisions are polled for once a second"
                        + (listener.getPrepareThreshold() == 0
                                ? ""
                                : ". Such a pooler mixes up prepared statements, so that changes may fail or worse: add"
                                        + " prepareThreshold=0 to DUO_DATABASE_URL"));
    }

    private void log(State state, Logger.Level level, String text) {
        if (logged != state && !backoff.isEnded()) {
            LOG.log(level, text);
        }
        logged = state;
    }
}
