package dev.duoconfig.ops;

/** The database is unavailable, possibly only for a short time. The message says why. */
final class DatabaseUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
