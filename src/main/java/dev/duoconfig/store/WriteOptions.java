package dev.duoconfig.store;

import dev.duoconfig.http.request.IfMatch;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.Caller;

/**
 * Who writes, and how.
 *
 * @param dryRun whether the write only finds out what it would do
 * @param condition what has to hold for the resource that the write changes
 */
public record WriteOptions(Caller caller, boolean dryRun, IfMatch condition) {

    private static final IfMatch ANY_STATE = IfMatch.parse(null);

    /** The options of a request to change a resource. */
    public static WriteOptions of(Caller caller, WriteParameters parameters) {
        return new WriteOptions(caller, parameters.dryRun(), parameters.condition());
    }

    /** The options of a request that has no resource to compare with, such as a creation. */
    public static WriteOptions unconditional(Caller caller, boolean dryRun) {
        return new WriteOptions(caller, dryRun, ANY_STATE);
    }

    /** The options of a change that the service makes by itself. */
    public static WriteOptions system() {
        return unconditional(Caller.SYSTEM, false);
    }
}
