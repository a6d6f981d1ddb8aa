package dev.duoconfig.gateway;

import java.util.regex.Pattern;

import dev.duoconfig.resolve.Warning;
import org.jspecify.annotations.Nullable;

/** The path of an AI gateway's URL that goes further than the URL to which GitLab appends the operations. */
public final class GatewayPath {

    private static final Pattern TOO_FAR = Pattern.compile(
            "(?<base>https?://[^/?#]++[^?#]*?)(?<!/)/++(?:v\\d++|docs|redoc|openapi\\.json|monitoring|healthz)(?:/[^?#]*)?"
                    + "(?:[?#].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private GatewayPath() {}

    /** The URL without the path of an operation, such as {@code /v1} or {@code /monitoring/healthz}; null if it has none. */
    public static @Nullable String withoutOperation(String url) {
        var match = TOO_FAR.matcher(url);
        return match.matches() ? match.group("base") : null;
    }

    /** The warning about a URL that goes too far, or null. */
    public static @Nullable Warning warning(@Nullable String url) {
        var base = url == null ? null : withoutOperation(url);
        return base == null
                ? null
                : new Warning(
                        "url_goes_too_far",
                        "url",
                        "The URL of an AI gateway ends before the path of its operations, such as /v1 or /monitoring/healthz,"
                                + " which GitLab appends. It should probably be " + base + ".");
    }
}
