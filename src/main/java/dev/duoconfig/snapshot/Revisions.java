package dev.duoconfig.snapshot;

/** How a revision is written as an entity tag. */
public final class Revisions {

    private Revisions() {}

    /** The strong entity tag of anything at this revision. */
    public static String entityTag(long revision) {
        return "\"" + revision + "\"";
    }
}
