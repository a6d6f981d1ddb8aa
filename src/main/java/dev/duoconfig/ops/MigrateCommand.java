package dev.duoconfig.ops;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the tables of an external database up to date and ends: {@code java -jar quarkus-run.jar migrate}. It needs the settings
 * of the database and no other, and starts nothing of the service, which then needs no right to change tables.
 */
public final class MigrateCommand {

    /** The argument that asks for it. */
    public static final String NAME = "migrate";

    /** Both repeat in several lines what the exception says. */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("org.postgresql"));

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);
    private static final String CONNECT_SECONDS = "10";

    private final Migrations migrations;
    private final PrintStream output;

    private MigrateCommand(Migrations migrations, PrintStream output) {
        this.migrations = migrations;
        this.output = output;
    }

    /**
     * Runs the migrations, and waits while other sessions have locks that they need.
     *
     * @param settings returns the setting with a name such as {@code duo.database.url}
     * @throws ConfigurationException if the tables cannot be brought up to date; its message is for the operator
     */
    public static void run(Function<String, Optional<String>> settings, PrintStream output) {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
        SettingsCheck.database(settings);
        var url = SettingsCheck.secret(settings, "duo.database.url")
                .map(DatabaseUrl::parse)
                .orElseThrow(
                        () -> new ConfigurationException(
                                "DUO_DATABASE_URL is missing: migrate is for an external database. The service itself updates its embedded one."));
        try {
            new MigrateCommand(new Migrations(source(url, settings)), output).run();
        } catch (FlywayException | SQLException e) {
            PoolerProbe.requireStatements(e);
            var message = DatabaseFailures.message(e);
            throw new ConfigurationException("The tables cannot be brought up to date. "
                    + (message == null ? e.getClass().getSimpleName() : message));
        }
    }

    private static PGSimpleDataSource source(DatabaseUrl url, Function<String, Optional<String>> settings)
            throws SQLException {
        var source = new PGSimpleDataSource();
        source.setUrl(url.jdbcUrl());
        Optional.ofNullable(url.username())
                .or(() -> settings.apply("duo.database.username"))
                .ifPresent(source::setUser);
        Optional.ofNullable(url.password())
                .or(() -> SettingsCheck.secret(settings, "duo.database.password"))
                .ifPresent(source::setPassword);
        source.setApplicationName(Migrations.APPLICATION_NAME);
        source.setProperty("connectTimeout", CONNECT_SECONDS);
        source.setProperty("logServerErrorDetail", "false");
        for (var property : Migrations.NO_LIMITS.entrySet()) {
            source.setProperty(property.getKey(), property.getValue());
        }
        return source;
    }

    private void run() throws SQLException {
        while (true) {
            try {
                report(migrations.run());
                return;
            } catch (SchemaLockedException e) {
                output.println(e.getMessage() + " Waiting for it.");
                pause();
            }
        }
    }

    private static void pause() {
        var later = CompletableFuture.delayedExecutor(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, later).join();
    }

    private void report(int run) {
        var newest = migrations.newest();
        if (newest.isPresent()) {
            output.printf("nothing to migrate: the tables are those of a newer release (%s)%n", newest.get());
        } else if (run == 0) {
            output.printf("nothing to migrate: the tables are up to date (%s)%n", migrations.current());
        } else {
            output.printf(
                    "migrated: %d %s, the tables are now up to date (%s)%n",
                    run, run == 1 ? "migration" : "migrations", migrations.current());
        }
    }
}
