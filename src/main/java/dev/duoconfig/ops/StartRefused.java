package dev.duoconfig.ops;

/** The service cannot start with the settings it was given. */
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefused(String message) {
        super(message, null, false, false);
    }
}
