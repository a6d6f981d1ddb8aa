package dev.duoconfig.store;

import dev.duoconfig.audit.AuditOrigin;
import dev.duoconfig.http.request.WriteCondition;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.Caller;

/**
 * The caller and the options of a write.
 *
 * @param origin how the change comes about
 * @param dryRun whether the write only computes its effects
 * @param condition the condition that the resource must meet
 */
public record WriteOptions(Caller caller, AuditOrigin origin, boolean dryRun, WriteCondition condition) {

    private static final WriteCondition ANY_STATE = WriteCondition.parse(null, null);

    /** The options of a request to change a resource. */
    public static WriteOptions of(Caller caller, WriteParameters parameters) {
        return new WriteOptions(caller, AuditOrigin.REQUEST, parameters.dryRun(), parameters.condition());
    }

    /** The options of a request without a resource to compare with, such as a creation. */
    public static WriteOptions unconditional(Caller caller, boolean dryRun) {
        return new WriteOptions(caller, AuditOrigin.REQUEST, dryRun, ANY_STATE);
    }

    /** The options of a change that the service itself makes. */
    public static WriteOptions system() {
        return unconditional(Caller.SYSTEM, false).from(AuditOrigin.SYSTEM);
    }

    /** The same options for a change that comes about in another way. */
    public WriteOptions from(AuditOrigin other) {
        return new WriteOptions(caller, other, dryRun, condition);
    }
}
