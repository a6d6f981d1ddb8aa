package dev.duoconfig.http.problem;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Distinguishes a database that is unavailable for a while from a fault of the service. */
public final class DatabaseErrors {

    /**
     * PostgreSQL's error classes and codes of an unavailable database: connection, resources, operator intervention
     * (timeouts, shutdown), lock not available, serialization.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private static final Set<String> CODES = Set.of("55P03", "40001", "40P01", "25006");

    private DatabaseErrors() {}

    /** Whether the failure ends by itself once the database is available again. */
    public static boolean isUnavailable(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (cause instanceof SQLTransientException || matches(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** The pool reports that no connection was free in time without any state. See docs/framework.md. */
    private static boolean matches(@Nullable String state) {
        return state == null
                || CODES.contains(state)
                || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
    }
}
