package dev.duoconfig.audit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A change that was made.
 *
 * @param action what was done, such as {@code model.created}
 * @param objectId of the thing, or null where there is only one of the kind
 * @param before its state before; null when it was not there
 */
public record AuditedChange(
        String action, @Nullable String objectId, @Nullable JsonNode before) {}
