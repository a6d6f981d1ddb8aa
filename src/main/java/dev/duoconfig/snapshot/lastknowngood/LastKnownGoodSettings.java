package dev.duoconfig.snapshot.lastknowngood;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an instance may start from while its database is away. */
@ConfigMapping(prefix = "duo.last-known-good")
interface LastKnownGoodSettings {

    /** The file that keeps the newest snapshot, sealed under the master key; none without it. Each instance needs its own. */
    Optional<Path> file();

    /** How long ago the database may last have confirmed a file that is still used; more than {@code 0s}. */
    @WithDefault("7d")
    Duration maxAge();
}
