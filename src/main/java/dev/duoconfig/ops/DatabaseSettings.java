package dev.duoconfig.ops;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** An external PostgreSQL, 14 or newer. Without it, the embedded one is used and the service listens on 127.0.0.1 only. */
// What application.properties hands on to the datasource. Declared here, they may be system properties too.
@ConfigMapping(prefix = "duo.database")
interface DatabaseSettings {

    /** Its JDBC URL, such as {@code jdbc:postgresql://db.example.com/duo_config}. */
    Optional<String> url();

    /** Who the service logs in as. */
    Optional<String> username();

    /** The password of that user. */
    Optional<String> password();
}
