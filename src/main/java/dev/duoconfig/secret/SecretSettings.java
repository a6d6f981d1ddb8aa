package dev.duoconfig.secret;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where the master key comes from. */
@ConfigMapping(prefix = "duo")
interface SecretSettings {

    /** File that holds the master key: 32 bytes in base64. Takes precedence over {@code duo.master-key}. */
    Optional<Path> masterKeyFile();

    /** The master key itself: 32 bytes in base64. A file is safer: environments leak into crash reports and child processes. */
    Optional<String> masterKey();
}
