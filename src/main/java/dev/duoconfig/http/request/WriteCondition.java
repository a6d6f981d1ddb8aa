package dev.duoconfig.http.request;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a write (RFC 9110, 13.1): {@code If-Match}, the resource has not changed since the caller read it; and
 * {@code If-None-Match}, it does not exist or is not in a state that the caller knows. Without the headers, it holds.
 *
 * @param match the tags of {@code If-Match}; null without the header
 * @param noneMatch the tags of {@code If-None-Match}
 */
public record WriteCondition(@Nullable EntityTags match, EntityTags noneMatch) {

    public static WriteCondition parse(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new WriteCondition(
                ifMatch == null ? null : EntityTags.parse("If-Match", ifMatch),
                EntityTags.parse("If-None-Match", ifNoneMatch));
    }

    /**
     * Ends the request with a 412 unless the condition holds for a resource that exists.
     *
     * @param changed the revision in which the resource was last changed
     * @param current the current revision of the configuration
     */
    public void require(long changed, long current) {
        if (match != null
                && !match.any()
                && match.revisions().stream().noneMatch(revision -> isOfState(revision, changed, current))) {
            throw failed(explain(match, changed, current));
        }
        if (noneMatch.any()) {
            throw failed("If-None-Match is *, but the resource exists. Omit the header to change it.");
        }
        if (noneMatch.revisions().stream().anyMatch(revision -> isOfState(revision, changed, current))) {
            throw failed(
                    "If-None-Match has the entity tag of the current state. Omit the header to change the resource.");
        }
    }

    /**
     * Ends the request with a 412 unless {@code If-Match} names exactly this state. Without the header, it holds.
     *
     * @param more the state of what is outside the revision
     * @param remedy what to do about another state
     */
    public void requireExactly(long revision, String more, String remedy) {
        if (match != null && !match.any() && !match.states().contains(new EntityTags.State(revision, more))) {
            throw failed("If-Match does not name the current state. " + remedy);
        }
    }

    private static boolean isOfState(long revision, long changed, long current) {
        return revision >= changed && revision <= current;
    }

    private static ApiException failed(String detail) {
        return new ApiException(ProblemType.PRECONDITION_FAILED, detail);
    }

    private static String explain(EntityTags tags, long changed, long current) {
        var remedy = (" The resource was last changed in revision %d, and the current revision is %d."
                        + " Read it again, then repeat the change.")
                .formatted(changed, current);
        if (tags.revisions().isEmpty()) {
            return "If-Match has no entity tag of this service." + remedy;
        }
        return tags.revisions().stream().allMatch(revision -> revision > current)
                ? "If-Match names a revision that does not exist yet." + remedy
                : "If-Match names a revision from before the last change." + remedy;
    }
}
