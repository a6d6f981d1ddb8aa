package dev.duoconfig.secret;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The service cannot start with the master key it was given. The message names key ids, never a key. */
public final class MasterKeyException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    static final String HOW_TO_CREATE_ONE =
            "Make a key with: openssl rand -base64 32 > master-key && chmod 600 master-key, and set DUO_MASTER_KEY_FILE to its path.";

    MasterKeyException(String message) {
        super(message);
    }
}
