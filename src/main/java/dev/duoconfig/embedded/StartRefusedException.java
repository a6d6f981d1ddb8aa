package dev.duoconfig.embedded;

/** The service cannot start as it is set up; the message tells a person why, and what to do. */
public final class StartRefusedException extends RuntimeException {

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
