package dev.duoconfig.audit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A change that was made.
 *
 * @param action the kind of change, such as {@code model.created}
 * @param objectId the ID of the changed object, or null if there is only one of its type
 * @param before the state before the change, or null if the object did not exist
 */
public record AuditedChange(
        String action, @Nullable String objectId, @Nullable JsonNode before) {}
