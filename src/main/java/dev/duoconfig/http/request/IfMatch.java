package dev.duoconfig.http.request;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The condition of a write: the resource has not changed since the caller read it. Without the header, it holds. */
public record IfMatch(@Nullable EntityTags tags) {

    public static IfMatch parse(@Nullable String header) {
        return new IfMatch(header == null ? null : EntityTags.parse("If-Match", header));
    }

    /**
     * Ends the request with a 412 unless the condition holds.
     *
     * @param changed the revision in which the resource was last changed
     * @param current the current revision of the configuration
     */
    public void require(long changed, long current) {
        if (tags == null || tags.any()) {
            return;
        }
        var holds = tags.strongRevisions().stream().anyMatch(revision -> revision >= changed && revision <= current);
        if (!holds) {
            throw new ApiException(ProblemType.PRECONDITION_FAILED, explain(tags, changed, current));
        }
    }

    private static String explain(EntityTags tags, long changed, long current) {
        var remedy = (" The resource was last changed in revision %d, and the current revision is %d."
                        + " Read it again, then repeat the change.")
                .formatted(changed, current);
        if (tags.strongRevisions().isEmpty()) {
            return tags.revisions().isEmpty()
                    ? "If-Match has no entity tag of this service." + remedy
                    : "If-Match has a weak entity tag (W/), which never matches for a change." + remedy;
        }
        return tags.strongRevisions().stream().allMatch(revision -> revision > current)
                ? "If-Match names a revision that does not exist yet." + remedy
                : "If-Match names a revision from before the last change." + remedy;
    }
}
