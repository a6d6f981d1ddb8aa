package dev.duoconfig.ops;

/** The tables cannot be brought up to date because another session has a lock. The message says which one. */
final class SchemaLockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaLockedException(String reason) {
        super(reason, null, false, false);
    }
}
