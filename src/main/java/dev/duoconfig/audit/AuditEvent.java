package dev.duoconfig.audit;

import org.jspecify.annotations.Nullable;

/**
 * One change of one thing.
 *
 * @param action what was done, such as {@code model.created}
 * @param objectType the kind of thing, such as {@code model}
 * @param objectId its id, or null where there is only one of the kind
 * @param objectName its name at the time
 * @param before its state before, without secrets; null when it was not there
 * @param after its state after, without secrets; null when it is gone
 */
public record AuditEvent(
        String action,
        String objectType,
        @Nullable String objectId,
        @Nullable String objectName,
        @Nullable Object before,
        @Nullable Object after) {}
