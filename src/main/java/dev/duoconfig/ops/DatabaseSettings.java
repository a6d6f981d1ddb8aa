package dev.duoconfig.ops;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** An external PostgreSQL; application.properties hands these on. Declared here, they may be system properties too. */
@ConfigMapping(prefix = "duo.database")
interface DatabaseSettings {

    /** Its JDBC URL, such as {@code jdbc:postgresql://db.example.com/duo_config}; the embedded one without it. */
    Optional<String> url();

    /** Who the service logs in as. */
    Optional<String> username();

    /** The password of that user. */
    Optional<String> password();
}
