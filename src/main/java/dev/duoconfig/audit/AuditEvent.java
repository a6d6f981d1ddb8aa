package dev.duoconfig.audit;

import org.jspecify.annotations.Nullable;

/**
 * A change of one object.
 *
 * @param action the kind of change, such as {@code model.created}
 * @param objectType the type of the object, such as {@code model}
 * @param objectId its ID, or null if there is only one of its type
 * @param objectName its name at the time
 * @param before its state before the change, without secrets; null if it did not exist
 * @param after its state after the change, without secrets; null if it no longer exists
 */
public record AuditEvent(
        String action,
        String objectType,
        @Nullable String objectId,
        @Nullable String objectName,
        @Nullable Object before,
        @Nullable Object after) {}
