package dev.duoconfig.ops;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** An external PostgreSQL, 14 or newer. Without it, the service uses the embedded one and listens only on 127.0.0.1. */
// application.properties passes these to the datasource. Declared here, they can also be system properties.
@ConfigMapping(prefix = "duo.database")
interface DatabaseSettings {

    /**
     * The URL of the database, such as {@code jdbc:postgresql://db.example.com/duo_config}, or as platforms provide it, such as
     * {@code postgres://user:password@db.example.com:5432/duo_config}. Special characters in its user and password are
     * percent-encoded.
     */
    Optional<String> url();

    /** A file with the URL of the database. Not together with the URL itself. */
    Optional<Path> urlFile();

    /** The database user of the service, unless the URL contains it. */
    Optional<String> username();

    /** The password of the database user, unless the URL contains it. */
    Optional<String> password();

    /** A file with the password of the database user. Not together with the password itself. */
    Optional<Path> passwordFile();

    /**
     * Whether the service creates and updates the tables at its start. If false, it never changes them, and does not start while they
     * are too old: run {@code java -jar quarkus-run.jar migrate} before, with a database user that may change tables.
     */
    @WithDefault("true")
    boolean migrate();
}
