package dev.duoconfig.embedded;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

import org.jboss.logging.Logger;

/** The master key of an installation without a configured one: 32 random bytes in base64, created once. */
final class LocalMasterKey {

    private static final Logger LOG = Logger.getLogger(LocalMasterKey.class);
    private static final String FILE = "master-key";
    private static final int KEY_BYTES = 32;

    private LocalMasterKey() {}

    /** Returns the key file, and creates it if it does not exist. */
    static Path in(DataDirectory directory, SecureRandom random) {
        var file = directory.resolve(FILE);
        directory.readOrCreate(FILE, () -> {
            LOG.infof("Created the master key that seals API keys: %s. Back it up along with the database.", file);
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            return Base64.getEncoder().encodeToString(key) + "\n";
        });
        return file;
    }
}
