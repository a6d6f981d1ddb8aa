package dev.duoconfig.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The script that creates the database and its two users, as docs/operator.md and deploy/kubernetes run it with psql. */
public final class RolesScript {

    /** The user who owns the tables. */
    public static final String MIGRATOR = "duo_config_migrator";

    /** The user of the service. */
    public static final String SERVICE = "duo_config";

    /** The database. */
    public static final String DATABASE = "duo_config";

    private static final Path FILE = Path.of("deploy", "postgresql", "roles.sql");
    private static final String COMMENTS = "(?m)^--.*";
    private static final String CONNECT = "\\\\connect ";

    private RolesScript() {}

    /** Runs the script as {@code postgres} on a server that trusts local users. */
    public static void run(int port) throws IOException, SQLException {
        var parts = Files.readString(FILE).replaceAll(COMMENTS, "").split(CONNECT, 2);
        execute(port, "postgres", parts[0]);
        execute(port, DATABASE, parts[1].substring(parts[1].indexOf('\n')));
    }

    /** Runs statements as {@code postgres} in a database. */
    public static void execute(int port, String database, String statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url(port, database), "postgres", "");
                var statement = connection.createStatement()) {
            for (var sql : statements.split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** The URL of a database for JDBC. */
    public static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
