package dev.duoconfig.secret;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where the master keys come from. */
@ConfigMapping(prefix = "duo")
interface SecretSettings {

    /** File that holds the master key: 32 bytes in base64. Takes precedence over {@code DUO_MASTER_KEY}. With the embedded PostgreSQL it is made once in the data directory; with an external one it is required. */
    Optional<Path> masterKeyFile();

    /** The master key itself: 32 bytes in base64. A file is safer: environments leak into crash reports and child processes. */
    Optional<String> masterKey();

    /** Files of keys that open what they once sealed, or what another instance seals already, but seal nothing here. */
    Optional<List<Path>> otherMasterKeyFiles();

    /** Such keys themselves: each 32 bytes in base64. */
    Optional<List<String>> otherMasterKeys();
}
