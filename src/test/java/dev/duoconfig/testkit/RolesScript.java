package dev.duoconfig.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The scripts that create the users of a database, as docs/operator.md and deploy/kubernetes run them with psql. They run as an
 * administrator who is not a superuser, as managed databases have it.
 */
public final class RolesScript {

    /** The user who owns the tables. */
    public static final String MIGRATOR = "duo_config_migrator";

    /** The user of the service. */
    public static final String SERVICE = "duo_config";

    /** The database. */
    public static final String DATABASE = "duo_config";

    private static final Path NEW = Path.of("deploy", "postgresql", "roles.sql");
    private static final Path SPLIT = Path.of("deploy", "postgresql", "split-roles.sql");
    private static final String COMMENTS = "(?m)^--.*";
    private static final String CONNECT = "\\\\connect ";
    private static final String SUPERUSER = "postgres";
    private static final String ADMINISTRATOR = "administrator";

    private RolesScript() {}

    /** Creates the database and its users on a server that trusts local users. */
    public static void run(int port) throws IOException, SQLException {
        execute(port, SUPERUSER, SUPERUSER, "create role %s login createdb createrole".formatted(ADMINISTRATOR));
        var parts = Files.readString(NEW).replaceAll(COMMENTS, "").split(CONNECT, 2);
        execute(port, ADMINISTRATOR, SUPERUSER, parts[0]);
        execute(port, ADMINISTRATOR, DATABASE, parts[1].substring(parts[1].indexOf('\n')));
    }

    /** Creates, after the others, a database whose only user has its name. */
    public static void createUndivided(int port, String name) throws SQLException {
        execute(port, ADMINISTRATOR, SUPERUSER, """
                create role %1$s login;
                grant %1$s to current_user;
                create database %1$s owner %1$s""".formatted(name));
    }

    /** Divides the rights of such a user. */
    public static void split(int port, String name) throws IOException, SQLException {
        var script = Files.readString(SPLIT).replaceAll(COMMENTS, "").replace(":\"DBNAME\"", DATABASE);
        execute(port, ADMINISTRATOR, name, script.replace(SERVICE, name));
    }

    private static void execute(int port, String user, String database, String statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url(port, database), user, "");
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
