package dev.duoconfig.subscription;

/** A source could not be read. The message is fit for the caller's eyes: it holds no token. */
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

    /** Whether the source did not answer in time, rather than wrongly. */
    boolean isTimeout() {
        return timeout;
    }
}
