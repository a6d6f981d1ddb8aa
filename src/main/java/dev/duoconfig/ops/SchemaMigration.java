package dev.duoconfig.ops;

import java.sql.SQLException;

import dev.duoconfig.store.UnpooledConnections;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The tables at the start of the service: brought up to date, or only looked at, as the operator has set it. */
@ApplicationScoped
class SchemaMigration {

    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    private final UnpooledConnections connections;
    private final DatabaseSettings settings;

    SchemaMigration(UnpooledConnections connections, DatabaseSettings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    /**
     * Makes sure that the tables are up to date.
     *
     * @throws SchemaLockedException if another session has a lock that a migration needs
     * @throws ConfigurationException if the tables are too old, and the service may not change them
     */
    void run() throws SQLException {
        var source = connections.dataSource(Migrations.APPLICATION_NAME, Migrations.NO_LIMITS);
        if (Migrations.areComplete(source)) {
            return;
        }
        var migrations = new Migrations(source);
        if (settings.migrate()) {
            var unused = migrations.run();
        } else {
            requireCurrent(migrations);
        }
        migrations.newest().ifPresent(version -> LOG.infof("The tables are those of a newer release (%s)", version));
    }

    private static void requireCurrent(Migrations migrations) {
        var missing = migrations.missing();
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "The tables of the database are too old: %d migrations are missing, and DUO_DATABASE_MIGRATE is false. Run: java -jar quarkus-run.jar migrate"
                            .formatted(missing.size()));
        }
    }
}
