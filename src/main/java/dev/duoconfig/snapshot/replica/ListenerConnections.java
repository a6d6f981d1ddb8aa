package dev.duoconfig.snapshot.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import dev.duoconfig.store.UnpooledConnections;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens the connections of the listener. */
@ApplicationScoped
class ListenerConnections {

    static final String APPLICATION_NAME = "duo-config-listener";

    private final UnpooledConnections connections;

    ListenerConnections(UnpooledConnections connections) {
        this.connections = connections;
    }

    Connection open() throws SQLException {
        return connections.dataSource(APPLICATION_NAME, Map.of()).getConnection();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
