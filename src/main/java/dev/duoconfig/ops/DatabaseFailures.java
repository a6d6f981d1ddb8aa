package dev.duoconfig.ops;

import java.sql.SQLException;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Says in one line why the database or a migration failed. */
final class DatabaseFailures {

    private DatabaseFailures() {}

    /** What TLS, the database, or the migration says, without secrets; null if none of them caused the failure. */
    static @Nullable String message(Throwable failure) {
        var tls = DatabaseTls.explanation(failure);
        if (tls != null) {
            return tls;
        }
        String message = null;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || (message == null && cause instanceof FlywayException)) {
                message = LoggedSecrets.redact(String.valueOf(cause.getMessage()))
                        .replaceAll("\\s+", " ")
                        .strip();
            }
        }
        return message;
    }
}
