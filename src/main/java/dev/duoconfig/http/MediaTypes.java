package dev.duoconfig.http;

/** Media types that Jakarta REST has no constants for. */
public final class MediaTypes {

    /** RFC 7396. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    private MediaTypes() {}
}
