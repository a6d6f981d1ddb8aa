package dev.duoconfig.subscription;

/** Reports that a source could not be read. The message can be shown to callers: it contains no token. */
final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String detail;
    private final boolean timeout;

    private SourceException(String message, boolean timeout) {
        super(message, null, false, false);
        this.detail = message;
        this.timeout = timeout;
    }

    static SourceException failed(String message) {
        return new SourceException(message, false);
    }

    static SourceException timedOut(String message) {
        return new SourceException(message, true);
    }

    String detail() {
        return detail;
    }

    /** Whether the source did not respond in time; false for any other failure. */
    boolean isTimeout() {
        return timeout;
    }
}
