package dev.duoconfig.snapshot.lastknowngood;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The file that an instance can start from while its database is unavailable. */
@ConfigMapping(prefix = "duo.last-known-good")
interface LastKnownGoodSettings {

    /**
     * File for the newest snapshot, sealed under the master key. Each instance needs its own. If not set, no file is
     * kept.
     */
    Optional<Path> file();

    /** Maximum age of a file that is used, counted from the last confirmation by the database; more than {@code 0s}. */
    @WithDefault("7d")
    Duration maxAge();
}
