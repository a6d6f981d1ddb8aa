package dev.duoconfig.http.request;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of a conditional request. Every tag of this service is a revision in quotes, {@code "42"}. Proxies that
 * compress responses change it to {@code W/"42"} or {@code "42-gzip"}; only what this service made of a tag counts, as
 * docs/adr/0009-entity-tags-are-revisions.md explains. Other tags are left out, so they never match.
 *
 * @param any whether the header was {@code *}
 * @param revisions the revisions named
 */
record EntityTags(boolean any, Set<Long> revisions) {

    /** Possessive, and matched only where the tag before it ends, so that no character is read more often than twice. */
    private static final Pattern TAG =
            Pattern.compile("\\s*+(?:W/)?+\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"\\s*+(?:,|$)");

    private static final Pattern REVISION = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final String WEAK = "W/";

    /** The content codings that proxies append to a tag, behind {@code -}, {@code --}, or {@code ;}. */
    private static final String[] CODINGS = {"gzip", "br", "zstd", "deflate"};

    private static final EntityTags NONE = new EntityTags(false, Set.of());

    static EntityTags parse(String name, @Nullable String header) {
        if (header == null) {
            return NONE;
        }
        if (header.strip().equals("*")) {
            return new EntityTags(true, Set.of());
        }
        var revisions = new LinkedHashSet<Long>();
        var matcher = TAG.matcher(header);
        var end = 0;
        while (end < header.length()) {
            if (!matcher.region(end, header.length()).lookingAt()) {
                throw malformed(name);
            }
            end = matcher.end();
            var state = header.substring(matcher.start(1), withoutCodings(header, matcher.end(1)));
            if (REVISION.matcher(state).matches()) {
                revisions.add(Long.valueOf(state));
            }
        }
        return new EntityTags(false, revisions);
    }

    /**
     * Whether a header is one tag and no other, as this service made it or as a proxy changed it. Compares in place, without
     * an allocation.
     *
     * @param tag the tag as this service made it, with its quotes
     */
    static boolean isOnly(String header, String tag) {
        if (header.equals(tag)) {
            return true;
        }
        var begin = header.startsWith(WEAK) ? WEAK.length() : 0;
        var length = tag.length() - 1;
        return header.endsWith("\"")
                && withoutCodings(header, header.length() - 1) == begin + length
                && header.regionMatches(begin, tag, 0, length);
    }

    /** The end of the text without the codings that proxies appended, of which each can add one. */
    private static int withoutCodings(String text, int end) {
        var last = end;
        var next = withoutCoding(text, end);
        while (next < last) {
            last = next;
            next = withoutCoding(text, last);
        }
        return last;
    }

    private static int withoutCoding(String text, int end) {
        for (var coding : CODINGS) {
            var separator = end - coding.length() - 1;
            if (separator >= 0 && text.startsWith(coding, separator + 1)) {
                return switch (text.charAt(separator)) {
                    case ';' -> separator;
                    case '-' -> separator > 0 && text.charAt(separator - 1) == '-' ? separator - 1 : separator;
                    default -> end;
                };
            }
        }
        return end;
    }

    private static ApiException malformed(String name) {
        return new ApiException(
                ProblemType.BAD_REQUEST,
                "The header " + name + " must be * or a list of entity tags such as \"42\", quotes included.");
    }
}
