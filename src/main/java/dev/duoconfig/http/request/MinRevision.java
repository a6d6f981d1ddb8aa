package dev.duoconfig.http.request;

import org.jspecify.annotations.Nullable;

/** The query parameter that asks for a response at a given revision or a later one. */
public final class MinRevision {

    public static final String NAME = "min_revision";

    private static final String QUERY = "?" + NAME + "=";

    /** Every number with at most this many digits fits into a {@code long}. */
    private static final int MAX_DIGITS = 18;

    private MinRevision() {}

    /** The revision, or 0 when absent. */
    public static long parse(@Nullable String value) {
        return value == null ? 0 : parse(NAME, value);
    }

    /** The revision in a parameter of another name. */
    public static long parse(String name, String value) {
        if (!isNumber(value, 0)) {
            throw QueryParameters.invalid(
                    name, "must be a revision: a whole number of at most 18 digits, without leading zeros");
        }
        return Long.parseLong(value);
    }

    /**
     * The path of a request target whose query is empty, or is a {@code min_revision} that has been reached and nothing
     * else; otherwise null.
     */
    public static @Nullable String reached(String target, long revision) {
        var query = target.indexOf('?');
        if (query < 0) {
            return target;
        }
        var number = query + QUERY.length();
        var reached = target.startsWith(QUERY, query)
                && isNumber(target, number)
                && Long.parseLong(target, number, target.length(), 10) <= revision;
        return reached ? target.substring(0, query) : null;
    }

    /** Whether a value is a revision that has been reached. */
    public static boolean isReached(String value, long revision) {
        return isNumber(value, 0) && Long.parseLong(value) <= revision;
    }

    private static boolean isNumber(String text, int from) {
        var digits = text.length() - from;
        return digits > 0
                && digits <= MAX_DIGITS
                && (digits == 1 || text.charAt(from) != '0')
                && text.chars().skip(from).allMatch(character -> character >= '0' && character <= '9');
    }
}
