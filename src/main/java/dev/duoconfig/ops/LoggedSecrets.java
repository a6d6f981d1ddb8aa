package dev.duoconfig.ops;

import java.sql.SQLException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Removes from texts that are logged what libraries repeat: users and passwords in URLs, and the statements of the database with
 * their values.
 */
final class LoggedSecrets {

    private static final String REDACTED = "[redacted]";
    private static final String AUTHORITY = "://";
    private static final String PASSWORD_PARAMETER = "password=";

    /** From the beginning of the authority to the last at sign in it. */
    private static final Pattern USER_INFO = Pattern.compile("://[^\\s/]*@");

    private static final Pattern PASSWORD = Pattern.compile("(?i)password=[^\\s&]*");

    private static final Pattern STATEMENT = Pattern.compile(
            "\\[(?i:select|insert|update|delete|merge|with|create|alter|drop|truncate|set|call)\\s[^\\]]*+");

    private static final String REMOVED_STATEMENT = "[statement";

    /** The class of SQL states whose messages contain values. */
    private static final String DATA_EXCEPTION = "22";

    private static final int MAX_CAUSES = 20;

    private LoggedSecrets() {}

    /** The text without users and passwords in URLs. */
    static String redact(String text) {
        var redacted = text;
        if (text.contains(AUTHORITY) && text.indexOf('@') >= 0) {
            redacted = USER_INFO.matcher(redacted).replaceAll(AUTHORITY + REDACTED + "@");
        }
        // A word in lower case is enough to look for: it is that of the drivers.
        return redacted.contains(PASSWORD_PARAMETER)
                ? PASSWORD.matcher(redacted).replaceAll(PASSWORD_PARAMETER + REDACTED)
                : redacted;
    }

    /** The text without users and passwords in URLs, and without statements. */
    static String redactAll(String text) {
        return withoutStatements(redact(text));
    }

    /** The failure, or a copy whose messages are redacted if one of them, or of its causes, has to be. */
    static @Nullable Throwable redact(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        var ofDatabase = comesFromTheDatabase(failure);
        Throwable cause = failure;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            var message = cause.getMessage();
            if (message != null && !message(cause, message, ofDatabase).equals(message)) {
                return copy(failure, ofDatabase, MAX_CAUSES);
            }
            cause = cause.getCause();
        }
        return failure;
    }

    private static String withoutStatements(String text) {
        return STATEMENT.matcher(text).replaceAll(REMOVED_STATEMENT);
    }

    private static boolean comesFromTheDatabase(Throwable failure) {
        Throwable cause = failure;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof SQLException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String message(Throwable failure, String message, boolean ofDatabase) {
        if (failure instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith(DATA_EXCEPTION)) {
            return "SQL state " + sql.getSQLState();
        }
        return ofDatabase ? redactAll(message) : redact(message);
    }

    private static LoggedFailure copy(Throwable failure, boolean ofDatabase, int causes) {
        var cause = failure.getCause();
        return new LoggedFailure(
                failure,
                message(failure, String.valueOf(failure.getMessage()), ofDatabase),
                cause == null || causes == 0 ? null : copy(cause, ofDatabase, causes - 1));
    }

    /** Looks like the original failure in a log. */
    @SuppressWarnings("OverrideThrowableToString")
    private static final class LoggedFailure extends Throwable {

        private static final long serialVersionUID = 1L;

        private final String originalClass;

        private LoggedFailure(Throwable original, String message, @Nullable Throwable cause) {
            super(message, cause, false, true);
            this.originalClass = original.getClass().getName();
            setStackTrace(original.getStackTrace());
        }

        @Override
        public String toString() {
            return originalClass + ": " + getMessage();
        }
    }
}
