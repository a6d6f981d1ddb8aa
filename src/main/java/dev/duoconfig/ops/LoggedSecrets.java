package dev.duoconfig.ops;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Removes users and passwords in URLs from texts that are logged, because libraries repeat what they were given. */
final class LoggedSecrets {

    private static final String REDACTED = "[redacted]";
    private static final String AUTHORITY = "://";
    private static final String PASSWORD_PARAMETER = "password=";

    /** From the beginning of the authority to the last at sign in it. */
    private static final Pattern USER_INFO = Pattern.compile("://[^\\s/]*@");

    private static final Pattern PASSWORD = Pattern.compile("(?i)password=[^\\s&]*");

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

    /** The failure, or a copy whose messages are redacted if one of them, or of its causes, has to be. */
    static @Nullable Throwable redact(@Nullable Throwable failure) {
        var cause = failure;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            var message = cause.getMessage();
            if (message != null && !redact(message).equals(message)) {
                return Copy.of(failure, MAX_CAUSES);
            }
            cause = cause.getCause();
        }
        return failure;
    }

    /** A failure for the log, with the stack trace of another. */
    private static final class Copy extends Exception {

        private static final long serialVersionUID = 1L;

        private final String text;

        private Copy(String text, @Nullable Throwable cause) {
            super(text, cause, false, true);
            this.text = text;
        }

        private static @Nullable Copy of(@Nullable Throwable failure, int causes) {
            if (failure == null || causes == 0) {
                return null;
            }
            var copy = new Copy(redact(failure.toString()), of(failure.getCause(), causes - 1));
            copy.setStackTrace(failure.getStackTrace());
            return copy;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
