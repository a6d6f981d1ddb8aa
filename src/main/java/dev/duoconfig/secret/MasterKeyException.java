package dev.duoconfig.secret;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The service cannot start with the configured master keys. The message names key ids, never a key. */
public final class MasterKeyException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    static final String HOW_TO_CREATE_ONE =
            "Create a key with: openssl rand -base64 32 > master-key && chmod 600 master-key, then set DUO_MASTER_KEY_FILE to its path.";

    MasterKeyException(String message) {
        super(message);
    }
}
