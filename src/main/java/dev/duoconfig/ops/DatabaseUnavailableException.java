package dev.duoconfig.ops;

/** The database is unavailable, possibly only for a short time. The message says why. */
final class DatabaseUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean locked;

    /**
     * Creates the exception.
     *
     * @param locked whether the database responds, but another session has a lock that the start needs
     */
    DatabaseUnavailableException(String reason, boolean locked) {
        super(reason, null, false, false);
        this.locked = locked;
    }

    boolean isLocked() {
        return locked;
    }
}
