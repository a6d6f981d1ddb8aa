package dev.duoconfig.http.request;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.problem.VisibleText;
import org.jspecify.annotations.Nullable;

/** Reads query parameters strictly: a value that cannot be parsed is rejected, never replaced by a default. */
public final class QueryParameters {

    private static final String ID_RULE = "must be an ID: a whole number from 1 to " + Long.MAX_VALUE;
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private static final String TIME_RULE =
            "must be an RFC 3339 timestamp, such as 2026-11-22T14:00:00Z; write the + of an offset as %2B";

    private QueryParameters() {}

    /** A flag; false when absent. */
    public static boolean flag(String name, @Nullable String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw invalid(name, "must be true or false");
    }

    /** A whole number within bounds, or the default when absent. */
    public static int number(String name, @Nullable String value, int min, int max, int defaultValue) {
        if (value == null) {
            return defaultValue;
        }
        try {
            var number = Integer.parseInt(value);
            if (number >= min && number <= max && value.equals(Integer.toString(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, range(min, max));
        }
        throw invalid(name, range(min, max));
    }

    /** An ID, or null when absent. */
    public static @Nullable Long id(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            if (value.matches("[1-9][0-9]*")) {
                return Long.valueOf(value);
            }
        } catch (NumberFormatException e) {
            throw invalid(name, ID_RULE);
        }
        throw invalid(name, ID_RULE);
    }

    /** One of a few words, or null when absent. */
    public static @Nullable String choice(String name, @Nullable String value, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            throw invalid(name, "must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** A text without control characters, or null when absent; its length is counted in code points. */
    public static @Nullable String text(String name, @Nullable String value, int maxLength) {
        if (value != null && value.codePointCount(0, value.length()) > maxLength) {
            throw invalid(name, "must have at most " + maxLength + " characters");
        }
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name, "must not contain control characters");
        }
        return value;
    }

    /** An RFC 3339 timestamp, or null when absent. */
    public static @Nullable Instant time(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            if (TIME.matcher(value).matches()) {
                return OffsetDateTime.parse(value).toInstant();
            }
        } catch (DateTimeParseException e) {
            throw invalid(name, TIME_RULE);
        }
        throw invalid(name, TIME_RULE);
    }

    /** A 400 for a value. The rule completes the sentence that begins with the parameter's name: {@code must be ...} */
    public static ApiException invalid(String name, String rule) {
        return refused(ProblemType.INVALID_PARAMETER, name, "The query parameter " + name + " " + rule + ".");
    }

    public static ApiException refused(ProblemType type, String name, String detail) {
        return new ApiException(type, detail, List.of(new ProblemError("/" + name, type.code(), detail)));
    }

    /** As {@link VisibleText#excerpt}. */
    public static String shown(String text) {
        return VisibleText.excerpt(text);
    }

    private static String range(int min, int max) {
        return max == Integer.MAX_VALUE
                ? "must be a whole number of at least " + min
                : "must be a whole number from " + min + " to " + max;
    }
}
