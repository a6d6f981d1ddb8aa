package dev.duoconfig.store;

import java.sql.SQLTransientException;
import java.time.Duration;

import jakarta.persistence.PersistenceException;

/** Reports that a transaction reached its time limit and was rolled back. */
final class TooLongException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    private final transient Duration limit;

    TooLongException(Duration limit, Exception cause) {
        super(new SQLTransientException("The transaction took longer than " + limit.toMillis() + " ms", cause));
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }
}
