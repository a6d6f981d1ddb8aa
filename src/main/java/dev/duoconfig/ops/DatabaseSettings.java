package dev.duoconfig.ops;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** An external PostgreSQL, 14 or newer. Without it, the service uses the embedded one and listens only on 127.0.0.1. */
// application.properties passes these to the datasource. Declared here, they can also be system properties.
@ConfigMapping(prefix = "duo.database")
interface DatabaseSettings {

    /** The JDBC URL of the database, such as {@code jdbc:postgresql://db.example.com/duo_config}. */
    Optional<String> url();

    /** The database user of the service. */
    Optional<String> username();

    /** The password of the database user. */
    Optional<String> password();
}
