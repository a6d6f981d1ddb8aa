package dev.duoconfig.http.request;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of a conditional request. Every tag of this service is a revision in quotes, {@code "42"}; if the response
 * also shows something that is outside the revision, what follows it names the state of that, {@code "42-7"}. Proxies that
 * compress responses change it to {@code W/"42"} or {@code "42-gzip"}; only what this service made of a tag counts, as
 * docs/adr/0009-entity-tags-are-revisions.md explains. Other tags are left out, so they never match.
 *
 * @param any whether the header was {@code *}
 * @param states the states named
 */
record EntityTags(boolean any, Set<State> states) {

    /** Possessive, and matched only where the tag before it ends, so that no character is read more often than twice. */
    private static final Pattern TAG =
            Pattern.compile("\\s*+(?:W/)?+\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"\\s*+(?:,|$)");

    private static final Pattern STATE = Pattern.compile("(0|[1-9][0-9]{0,17})(?:-([0-9a-f]{1,18}))?");
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
        var states = new LinkedHashSet<State>();
        var matcher = TAG.matcher(header);
        var end = 0;
        while (end < header.length()) {
            if (!matcher.region(end, header.length()).lookingAt()) {
                throw malformed(name);
            }
            end = matcher.end();
            var state = STATE.matcher(header.substring(matcher.start(1), withoutCodings(header, matcher.end(1))));
            if (state.matches()) {
                states.add(new State(Long.parseLong(state.group(1)), state.group(2)));
            }
        }
        return new EntityTags(false, states);
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

    /** The revisions of the states named. */
    Set<Long> revisions() {
        return states.stream().map(State::revision).collect(Collectors.toCollection(LinkedHashSet::new));
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

    /**
     * The state that a tag names.
     *
     * @param more the state of what is outside the revision; null if the response shows only the configuration
     */
    record State(long revision, @Nullable String more) {

        static State of(long revision) {
            return new State(revision, null);
        }

        static State of(long revision, long version) {
            return new State(revision, Long.toString(version));
        }
    }
}
