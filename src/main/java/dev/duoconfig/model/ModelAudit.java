package dev.duoconfig.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.duoconfig.resolve.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * A model as the audit shows it.
 *
 * @param apiKey {@code [redacted]} if there is one, else null
 * @param apiKeyChanged whether this change set or cleared it
 */
record ModelAudit(
        @JsonUnwrapped Deployment deployment, @Nullable String apiKey, boolean apiKeyChanged) {

    private static final String REDACTED = "[redacted]";

    static ModelAudit from(ModelEntity entity, boolean apiKeyChanged) {
        return new ModelAudit(entity.deployment(), entity.hasApiKey() ? REDACTED : null, apiKeyChanged);
    }
}
