package dev.duoconfig.snapshot.replica;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens connections to the same database, with the same login, outside of the pool. */
@ApplicationScoped
class ListenerConnections {

    static final String APPLICATION_NAME = "duo-config-listener";

    private final AgroalDataSource database;

    ListenerConnections(AgroalDataSource database) {
        this.database = database;
    }

    Connection open() throws SQLException {
        var factory = database.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        var properties = new Properties();
        // A copy, because the pool still opens connections with the original.
        properties.putAll(factory.jdbcProperties());
        if (factory.principal() instanceof NamePrincipal user) {
            properties.setProperty("user", user.getName());
        }
        for (var credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                properties.setProperty("password", password.getWord());
            }
        }
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        return DriverManager.getConnection(factory.jdbcUrl(), properties);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
