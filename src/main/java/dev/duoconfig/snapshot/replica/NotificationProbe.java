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
 * Finds out whether notifications reach a connection. Behind a pooler that shares sessions, such as PgBouncer in
 * transaction mode, LISTEN succeeds but no notification arrives. Other poolers refuse LISTEN.
 */
@ApplicationScoped
class NotificationProbe {

    /** Long enough for a busy database. A later notification counts as undelivered until the next attempt. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int VALID_SECONDS = 1;

    private final DataSource database;

    /**
     * A channel that only this instance uses. LISTEN on the real channel would remain in a shared session for its
     * next user.
     */
    private final String channel =
            "duo_config_echo_" + UUID.randomUUID().toString().replace('-', '_');

    NotificationProbe(DataSource database) {
        this.database = database;
    }

    /**
     * Notifies from a connection of the pool, and listens on the given one. Using the same connection for both would
     * prove nothing: a session's own notifications arrive with the response to its NOTIFY, even through a pooler.
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
