package dev.duoconfig.http.request;

import org.jspecify.annotations.Nullable;

/** The condition of a read: the caller's copy is not the current one (RFC 9110, 13.1.2). */
public record IfNoneMatch(EntityTags tags) {

    public static IfNoneMatch parse(@Nullable String header) {
        return new IfNoneMatch(EntityTags.parse("If-None-Match", header));
    }

    /**
     * Whether the header is this entity tag and no other, so that it need not be parsed. It can have what proxies add.
     *
     * @param tag the entity tag as this service made it, with its quotes
     */
    public static boolean isOnly(String header, String tag) {
        return EntityTags.isOnly(header, tag);
    }

    /** Whether the caller already has the representation of this revision, so that the response is a 304. */
    public boolean has(long revision) {
        return tags.any() || tags.states().contains(EntityTags.State.of(revision));
    }

    /** The same for a resource with a status, whose version is the second part of its tag. */
    public boolean has(long revision, long version) {
        return tags.any() || tags.states().contains(EntityTags.State.of(revision, version));
    }
}
