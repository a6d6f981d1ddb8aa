package dev.duoconfig.snapshot.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Finds out whether a connection hears notifications at all. Behind a pooler that shares sessions, as PgBouncer does in
 * transaction mode, LISTEN succeeds and nothing ever comes; others refuse it.
 */
@ApplicationScoped
class NotificationProbe {

    /** Long enough for a busy database; an echo that comes later is taken for none until the next try. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int VALID_SECONDS = 1;

    private final DataSource database;

    /** Nobody else's. LISTEN for the real one would stay behind in a shared session, for whoever has it next. */
    private final String channel =
            "duo_config_echo_" + UUID.randomUUID().toString().replace('-', '_');

    NotificationProbe(DataSource database) {
        this.database = database;
    }

    /**
     * Calls on a connection of the pool and listens on this one. Calling on the same would prove nothing: a session's own
     * notifications come with the answer to its NOTIFY, through a pooler too.
     */
    boolean isDeliveredTo(Connection listener) throws SQLException {
        try {
            ListenerConnections.execute(listener, "listen " + channel);
        } catch (SQLException e) {
            if (listener.isValid(VALID_SECONDS)) {
                return false;
            }
            throw e;
        }
        send();
        var delivered = awaitDelivery(listener.unwrap(PGConnection.class));
        ListenerConnections.execute(listener, "unlisten " + channel);
        return delivered;
    }

    private void send() throws SQLException {
        try (var other = database.getConnection()) {
            ListenerConnections.execute(other, "notify " + channel);
        }
    }

    private boolean awaitDelivery(PGConnection listener) throws SQLException {
        var end = System.nanoTime() + LIMIT.toNanos();
        for (var left = LIMIT.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            var notifications = listener.getNotifications((int) left);
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                if (notification.getName().equals(channel)) {
                    return true;
                }
            }
        }
        return false;
    }
}
