package dev.duoconfig.store;

/** The form of revisions in headers. */
public final class Revisions {

    /** The header with the revision of a response. */
    public static final String HEADER = "Config-Revision";

    private Revisions() {}

    /** The strong entity tag of a resource at this revision. */
    public static String entityTag(long revision) {
        return "\"" + revision + "\"";
    }
}
