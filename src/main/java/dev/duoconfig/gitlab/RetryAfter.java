package dev.duoconfig.gitlab;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} of a GitLab, which proxies in front of it also send. */
final class RetryAfter {

    static final Duration MIN_WAIT = Duration.ofSeconds(1);
    static final Duration MAX_WAIT = Duration.ofMinutes(15);

    /** GitLab counts requests per minute. */
    static final Duration DEFAULT_WAIT = Duration.ofMinutes(1);

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * The time to wait, between {@link #MIN_WAIT} and {@link #MAX_WAIT}.
     *
     * @param value seconds or a date; null if the header is missing
     */
    static Duration of(@Nullable String value, Instant now) {
        var wait = value == null ? DEFAULT_WAIT : parse(value.strip(), now);
        if (wait.compareTo(MIN_WAIT) < 0) {
            return MIN_WAIT;
        }
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }

    private static Duration parse(String value, Instant now) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > MAX_DIGITS ? MAX_WAIT : Duration.ofSeconds(Integer.parseInt(value));
        }
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return DEFAULT_WAIT;
        }
    }
}
