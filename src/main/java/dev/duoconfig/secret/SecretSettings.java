package dev.duoconfig.secret;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The sources of the master keys. */
@ConfigMapping(prefix = "duo")
interface SecretSettings {

    /** File that holds the master key: 32 bytes in base64. Not together with {@code DUO_MASTER_KEY}. With the embedded PostgreSQL, it is created once in the data directory; with an external database, this or {@code DUO_MASTER_KEY} is required. */
    Optional<Path> masterKeyFile();

    /** The master key itself: 32 bytes in base64. A file is safer, because environment variables leak into crash reports and child processes. */
    Optional<String> masterKey();

    /** Files with additional master keys, separated by commas. These keys open values that were sealed earlier or by another instance, but do not seal new ones. */
    Optional<List<Path>> otherMasterKeyFiles();

    /** The additional master keys themselves, each 32 bytes in base64, separated by commas. */
    Optional<List<String>> otherMasterKeys();

    /** One file with all additional master keys, separated by commas. Not together with {@code DUO_OTHER_MASTER_KEYS}. */
    Optional<Path> otherMasterKeysFile();
}
