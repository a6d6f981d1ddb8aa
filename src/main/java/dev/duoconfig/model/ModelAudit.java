package dev.duoconfig.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.duoconfig.resolve.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * A model as audit events contain it.
 *
 * @param apiKey {@code [redacted]} if there is a key, else null
 * @param apiKeyChanged whether the change set or removed the key
 */
record ModelAudit(
        @JsonUnwrapped Deployment deployment, @Nullable String apiKey, boolean apiKeyChanged) {

    private static final String REDACTED = "[redacted]";

    static ModelAudit from(ModelEntity entity, boolean apiKeyChanged) {
        return new ModelAudit(entity.deployment(), entity.hasApiKey() ? REDACTED : null, apiKeyChanged);
    }
}
