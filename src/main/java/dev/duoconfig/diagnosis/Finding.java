package dev.duoconfig.diagnosis;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A correct or incorrect aspect of the configuration.
 *
 * @param code a stable name
 * @param subject the path of the resource that the finding is about, such as {@code /models/7}
 * @param detail the situation, in a sentence for an administrator
 * @param remedy the action to take; null if no action is needed
 */
public record Finding(
        Severity severity,
        String code,
        String subject,
        String detail,
        @Nullable String remedy) {

    /** The code of the finding that a new check replaces. */
    public static final String LAST_CHECK_FAILED = "check_failed_last";

    public static Finding ok(String code, String subject, String detail) {
        return new Finding(Severity.OK, code, subject, detail, null);
    }

    public static Finding warning(String code, String subject, String detail, String remedy) {
        return new Finding(Severity.WARNING, code, subject, detail, remedy);
    }

    public static Finding error(String code, String subject, String detail, String remedy) {
        return new Finding(Severity.ERROR, code, subject, detail, remedy);
    }

    /** The severity of a finding. */
    public enum Severity {
        OK,
        /** The configuration works, but needs attention. */
        WARNING,
        /** Requests fail because of the finding. */
        ERROR;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
