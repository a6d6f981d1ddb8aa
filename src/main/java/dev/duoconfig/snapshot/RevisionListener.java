package dev.duoconfig.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

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

/**
 * Hears from PostgreSQL of each revision that any instance commits, on a connection and a thread of its own. What it hears is
 * a number and no more; nothing depends on its hearing everything, for the poll sees what it misses.
 */
@ApplicationScoped
class RevisionListener {

    static final String CHANNEL = "duo_config_revision";

    private static final Logger LOG = Logger.getLogger(RevisionListener.class);

    /** How long one wait for news takes; as often the connection is tried, which might be dead without anyone's saying so. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ListenerConnections connections;
    private final ConfigurationReader reader;
    private final CurrentSnapshot current;
    private final BackgroundJobs jobs;
    private final ListenerSettings settings;
    private final Thread thread = new Thread(this::run, "revision-listener");
    private volatile boolean listening;
    private volatile boolean stopping;
    private volatile @Nullable Connection connection;

    RevisionListener(
            ListenerConnections connections,
            ConfigurationReader reader,
            CurrentSnapshot current,
            BackgroundJobs jobs,
            ListenerSettings settings,
            MeterRegistry meters) {
        this.connections = connections;
        this.reader = reader;
        this.current = current;
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
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        thread.interrupt();
        var open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException alreadyBroken) {
                LOG.debug("The connection was broken already", alreadyBroken);
            }
        }
    }

    private void run() {
        var pause = FIRST_PAUSE;
        while (!stopping) {
            try (var opened = connections.open()) {
                connection = opened;
                execute(opened, "listen " + CHANNEL);
                listening = true;
                pause = FIRST_PAUSE;
                // What came while nobody listened.
                refresh(Long.MAX_VALUE);
                while (!stopping) {
                    hear(opened.unwrap(PGConnection.class));
                    execute(opened, "");
                }
            } catch (SQLException | RuntimeException lost) {
                if (!stopping) {
                    LOG.infof("Not listening for revisions, they are polled for: %s", lost.getMessage());
                }
            } finally {
                listening = false;
                connection = null;
            }
            pause = sleep(pause);
        }
    }

    private void hear(PGConnection listener) throws SQLException {
        var end = System.nanoTime() + WAIT.toNanos();
        for (var left = WAIT.toMillis(); left > 0 && !stopping; left = (end - System.nanoTime()) / 1_000_000) {
            var heard = listener.getNotifications((int) left);
            if (heard != null) {
                Stream.of(heard)
                        .mapToLong(notification -> Long.parseLong(notification.getParameter()))
                        .max()
                        .ifPresent(this::refresh);
            }
        }
    }

    private static void execute(Connection opened, String sql) throws SQLException {
        try (var statement = opened.createStatement()) {
            statement.execute(sql);
        }
    }

    private void refresh(long revision) {
        var known = current.known();
        if (known == null || known.revision() < revision) {
            var unused = jobs.run(reader::refresh);
        }
    }

    /** Many instances lose a database at the same moment, and must not come back to it at the same moment. */
    private Duration sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
        } catch (InterruptedException stopped) {
            stopping = true;
        }
        var longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
}
