package dev.duoconfig.http.request;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The preferences of a caller (RFC 7240). Unknown preferences are not an error.
 *
 * @param waitTime the time that the caller is willing to wait, at most a minute; zero without a preference
 */
public record Preferences(Duration waitTime) {

    public static final String NAME = "Prefer";

    private static final long MAX_SECONDS = 60;
    private static final int MAX_DIGITS = 18;
    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|,)\\s*+wait\\s*+=\\s*+\"?+(\\d++)\"?+\\s*+(?:$|[,;])");

    public static Preferences parse(@Nullable String header) {
        var wait = header == null ? null : WAIT.matcher(header);
        return new Preferences(wait == null || !wait.find() ? Duration.ZERO : capped(wait.group(1)));
    }

    private static Duration capped(String seconds) {
        return Duration.ofSeconds(
                seconds.length() > MAX_DIGITS ? MAX_SECONDS : Math.min(MAX_SECONDS, Long.parseLong(seconds)));
    }
}
