package dev.duoconfig.store;

/** How a revision is written as an entity tag. */
public final class Revisions {

    /** The header that names the revision that a response shows. */
    public static final String HEADER = "Config-Revision";

    private Revisions() {}

    /** The strong entity tag of anything at this revision. */
    public static String entityTag(long revision) {
        return "\"" + revision + "\"";
    }
}
