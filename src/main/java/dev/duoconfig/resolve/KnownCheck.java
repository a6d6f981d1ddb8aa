package dev.duoconfig.resolve;

import org.jspecify.annotations.Nullable;

/**
 * What is known about the checks of a subject.
 *
 * @param last the newest check; null if there is none since the last change
 * @param version the second part of the subject's entity tag; increases with each check, and is 0 without one
 */
public record KnownCheck(@Nullable LastCheck last, long version) {

    /** No check. */
    public static final KnownCheck NONE = new KnownCheck(null, 0);
}
