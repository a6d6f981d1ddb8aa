package dev.duoconfig.store;

import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import jakarta.enterprise.context.ApplicationScoped;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the same database, with the same login, outside of the pool, whose limits are made for requests. For work that
 * has limits of its own: migrations, and the listener.
 */
@ApplicationScoped
public class UnpooledConnections {

    private static final String USER = "user";
    private static final String PASSWORD = "password";

    private final AgroalDataSource database;

    UnpooledConnections(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * A source of connections that nobody else uses.
     *
     * @param applicationName the name of the connections in {@code pg_stat_activity}
     * @param overrides properties of the driver that replace those of the pool
     */
    public DataSource dataSource(String applicationName, Map<String, String> overrides) throws SQLException {
        var factory = database.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        var source = new PGSimpleDataSource();
        setAll(source, factory.jdbcProperties());
        source.setUrl(factory.jdbcUrl());
        if (factory.principal() instanceof NamePrincipal user) {
            source.setUser(user.getName());
        }
        for (var credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                source.setPassword(password.getWord());
            }
        }
        source.setApplicationName(applicationName);
        for (var override : overrides.entrySet()) {
            source.setProperty(override.getKey(), override.getValue());
        }
        return source;
    }

    private static void setAll(PGSimpleDataSource source, Properties properties) throws SQLException {
        for (var name : properties.stringPropertyNames()) {
            if (!name.equals(USER) && !name.equals(PASSWORD)) {
                source.setProperty(name, properties.getProperty(name));
            }
        }
    }
}
