package dev.duoconfig.http;

import org.jspecify.annotations.Nullable;

/** The condition of a write: go on only if the thing has not changed since the caller read it. Absent, it holds. */
public record IfMatch(@Nullable EntityTags tags) {

    public static IfMatch parse(@Nullable String header) {
        return new IfMatch(header == null ? null : EntityTags.parse("If-Match", header));
    }

    /**
     * Ends the request with a 412 unless the condition holds.
     *
     * @param changed the revision at which the thing was last changed
     * @param current the revision of the configuration now
     */
    public void require(long changed, long current) {
        if (tags == null || tags.any()) {
            return;
        }
        var holds = tags.strongRevisions().stream().anyMatch(revision -> revision >= changed && revision <= current);
        if (!holds) {
            throw new ApiException(
                    ProblemType.PRECONDITION_FAILED,
                    "It was changed in revision " + changed
                            + ", after the revision that If-Match names; the current one is " + current
                            + ". Read it again, then repeat the change.");
        }
    }
}
