package dev.duoconfig.ops;

/** The database cannot be used now, and may well be soon without anyone's mending anything. The message says why. */
final class DatabaseUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
