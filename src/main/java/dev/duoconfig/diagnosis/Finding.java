package dev.duoconfig.diagnosis;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is right or wrong with the configuration.
 *
 * @param code stable slug
 * @param subject the path of the thing it is about, such as {@code /models/7}
 * @param detail what is the case, in a sentence for an administrator
 * @param remedy what to do; null when nothing needs to be done
 */
public record Finding(
        Severity severity,
        String code,
        String subject,
        String detail,
        @Nullable String remedy) {

    public static Finding ok(String code, String subject, String detail) {
        return new Finding(Severity.OK, code, subject, detail, null);
    }

    public static Finding warning(String code, String subject, String detail, String remedy) {
        return new Finding(Severity.WARNING, code, subject, detail, remedy);
    }

    public static Finding error(String code, String subject, String detail, String remedy) {
        return new Finding(Severity.ERROR, code, subject, detail, remedy);
    }

    /** How much it matters. */
    public enum Severity {
        OK,
        /** It works, but deserves a look. */
        WARNING,
        /** Requests fail because of it. */
        ERROR;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
