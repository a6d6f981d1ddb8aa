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
 * Receives a notification from PostgreSQL for each revision that any instance commits, on its own connection and
 * thread. A notification contains only a number. Missed notifications do no harm, because the poll finds their
 * revisions. See docs/adr/0017-notifications-are-hints.md.
 */
@ApplicationScoped
class RevisionListener {

    private static final Logger LOG = Logger.getLogger(RevisionListener.class);

    /**
     * The length of one wait for notifications. After each wait the connection is tested, because it can break
     * silently.
     */
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** Long, because a pooler is rarely removed. */
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

    /** The state that was logged last, so that each state is logged once. */
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
                .description("1 while the instance listens for revisions of other instances, 0 while it only polls")
                .register(meters);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1) StartupEvent event) {
        if (settings.enabled()) {
            thread.start();
        } else {
            LOG.info("Not listening for revisions, as configured; the instance polls for them once a second");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        backoff.end();
        var open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection was already broken", e);
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

    /** Listens for as long as possible, and returns the reason why it stopped. */
    private State attempt() {
        try (var opened = connections.open()) {
            connection = opened;
            if (!probe.isDeliveredTo(opened)) {
                logUndelivered(opened.unwrap(PGConnection.class));
                return State.UNDELIVERED;
            }
            listen(opened);
        } catch (SQLException | RuntimeException e) {
            log(
                    State.LOST,
                    Logger.Level.INFO,
                    "Not listening for revisions; the instance polls for them: " + e.getMessage());
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
        // Revisions that were committed before this connection listened.
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

    /** Reads in the background. A pool without a free connection must not stop the listener. */
    private void refresh(Runnable read) {
        try {
            var unused = jobs.run(read);
        } catch (RuntimeException e) {
            LOG.debug("The announced revision cannot be read now; the poll will read it", e);
        }
    }

    private void logUndelivered(PGConnection listener) {
        log(
                State.UNDELIVERED,
                Logger.Level.WARN,
                "Notifications do not reach this instance, as is the case behind a connection pooler that shares sessions"
                        + " (PgBouncer in transaction mode). Revisions are polled for once a second"
                        + (listener.getPrepareThreshold() == 0
                                ? ""
                                : ". Such a pooler also mixes up prepared statements, so changes can fail or worse. Add"
                                        + " prepareThreshold=0 to DUO_DATABASE_URL"));
    }

    private void log(State state, Logger.Level level, String text) {
        if (logged != state && !backoff.isEnded()) {
            LOG.log(level, text);
        }
        logged = state;
    }
}
