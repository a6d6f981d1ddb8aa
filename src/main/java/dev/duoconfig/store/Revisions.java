package dev.duoconfig.store;

/** The form of revisions in headers. */
public final class Revisions {

    /** The header with the revision of a response. */
    public static final String HEADER = "Config-Revision";

    /** The least distance between the last revision before a restore and the first one after it. */
    public static final long LEFT_OUT_BY_A_RESTORE = 1_000_000;

    private Revisions() {}

    /** The strong entity tag of a resource at this revision. */
    public static String entityTag(long revision) {
        return "\"" + revision + "\"";
    }
}
