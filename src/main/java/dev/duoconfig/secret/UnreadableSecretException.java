package dev.duoconfig.secret;

/** A stored secret cannot be opened. The message names the key id, never a secret. */
public final class UnreadableSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String message) {
        super(message, null, false, false);
    }
}
