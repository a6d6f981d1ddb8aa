package dev.duoconfig.ops;

import java.sql.SQLException;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Says in one line why the database or a migration failed. */
final class DatabaseFailures {

    private DatabaseFailures() {}

    /** The message of the database or the migration, without secrets; null if neither caused the failure. */
    static @Nullable String message(Throwable failure) {
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
