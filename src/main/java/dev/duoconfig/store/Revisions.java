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

    /**
     * The strong entity tag of a resource whose response also shows something that is outside the revision.
     *
     * @param version increases with each change of that
     */
    public static String entityTag(long revision, long version) {
        return "\"" + revision + "-" + version + "\"";
    }
}
