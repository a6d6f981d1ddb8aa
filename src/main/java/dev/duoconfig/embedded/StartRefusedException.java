package dev.duoconfig.embedded;

/** The service cannot start as configured. The message states the reason and the remedy for an operator. */
public final class StartRefusedException extends RuntimeException {

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
