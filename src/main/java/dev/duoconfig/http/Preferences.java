package dev.duoconfig.http;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a caller would like (RFC 7240); what is not understood there is not an error.
 *
 * @param waitTime for how long the caller is ready to wait, at most a minute; zero when it did not say
 */
public record Preferences(Duration waitTime) {

    public static final String NAME = "Prefer";

    private static final long LONGEST_SECONDS = 60;
    private static final Pattern WAIT = Pattern.compile("(?i)(?:^|,)\\s*wait\\s*=\\s*\"?(\\d{1,18})\"?\\s*(?:$|[,;])");

    public static Preferences parse(@Nullable String header) {
        var wait = header == null ? null : WAIT.matcher(header);
        return new Preferences(
                wait == null || !wait.find()
                        ? Duration.ZERO
                        : Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(wait.group(1)))));
    }
}
