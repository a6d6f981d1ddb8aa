package dev.duoconfig.http.request;

import org.jspecify.annotations.Nullable;

/** The condition of a read: the caller's copy is not the current one (RFC 9110, 13.1.2). */
public record IfNoneMatch(EntityTags tags) {

    public static IfNoneMatch parse(@Nullable String header) {
        return new IfNoneMatch(EntityTags.parse("If-None-Match", header));
    }

    /** Whether the caller already has the representation of this revision, so that the response is a 304. */
    public boolean has(long revision) {
        return tags.any() || tags.revisions().contains(revision);
    }
}
