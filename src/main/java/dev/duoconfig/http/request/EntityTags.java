package dev.duoconfig.http.request;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of a conditional request. Every tag of this service is a revision in quotes, {@code "42"}. Other tags
 * are left out, so they never match.
 *
 * @param any whether the header was {@code *}
 * @param revisions the revisions named, weak tags included
 * @param strongRevisions the revisions named by strong tags
 */
record EntityTags(boolean any, Set<Long> revisions, Set<Long> strongRevisions) {

    /** Possessive, and matched only where the tag before it ends, so that no character is read more often than twice. */
    private static final Pattern TAG = Pattern.compile("\\s*+(W/)?+\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"\\s*+(?:,|$)");

    private static final Pattern REVISION = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final EntityTags NONE = new EntityTags(false, Set.of(), Set.of());

    static EntityTags parse(String name, @Nullable String header) {
        if (header == null) {
            return NONE;
        }
        if (header.strip().equals("*")) {
            return new EntityTags(true, Set.of(), Set.of());
        }
        var all = new LinkedHashSet<Long>();
        var strong = new LinkedHashSet<Long>();
        var matcher = TAG.matcher(header);
        var end = 0;
        while (end < header.length()) {
            if (!matcher.region(end, header.length()).lookingAt()) {
                throw malformed(name);
            }
            end = matcher.end();
            if (REVISION.matcher(matcher.group(2)).matches()) {
                var revision = Long.valueOf(matcher.group(2));
                all.add(revision);
                if (matcher.group(1) == null) {
                    strong.add(revision);
                }
            }
        }
        return new EntityTags(false, all, strong);
    }

    private static ApiException malformed(String name) {
        return new ApiException(
                ProblemType.BAD_REQUEST,
                "The header " + name + " must be * or a list of entity tags such as \"42\", quotes included.");
    }
}
