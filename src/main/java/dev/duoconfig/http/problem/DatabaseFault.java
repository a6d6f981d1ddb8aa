package dev.duoconfig.http.problem;

import java.sql.SQLException;

/** Why a database is unavailable, as far as PostgreSQL says it, with what an operator has to do. */
public enum DatabaseFault {
    DISK_FULL(
            "53100",
            "The disk of the database is full, so it cannot store anything. Nothing has changed. Free space on the database"
                    + " server, then try again."),
    TOO_MANY_CONNECTIONS(
            "53300",
            "The database accepts no more connections. Nothing has changed. End other connections or raise max_connections on"
                    + " the database server, then try again."),
    READ_ONLY(
            "25006",
            "The database is read-only, as a standby server is. Nothing has changed. Make sure that DUO_DATABASE_URL leads to"
                    + " the primary server, then try again."),
    SILENT("", "The database does not respond at the moment. Nothing is known to have changed. Try again.");

    private final String state;
    private final String detail;

    DatabaseFault(String state, String detail) {
        this.state = state;
        this.detail = detail;
    }

    /** The fault behind a failure; {@link #SILENT} if the database names none. */
    public static DatabaseFault of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (var fault : values()) {
                    if (fault.state.equals(sql.getSQLState())) {
                        return fault;
                    }
                }
            }
        }
        return SILENT;
    }

    String detail() {
        return detail;
    }
}
