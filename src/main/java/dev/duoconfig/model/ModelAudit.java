package dev.duoconfig.model;

import org.jspecify.annotations.Nullable;

/**
 * A model as the audit shows it.
 *
 * @param apiKey {@code [redacted]} when there is one, else null
 * @param apiKeyChanged whether this change set or cleared it
 */
record ModelAudit(
        String name,
        String family,
        @Nullable String endpoint,
        String identifier,
        @Nullable String apiKey,
        boolean apiKeyChanged) {

    private static final String REDACTED = "[redacted]";

    static ModelAudit from(ModelEntity entity, boolean apiKeyChanged) {
        return new ModelAudit(
                entity.name,
                entity.family,
                entity.endpoint,
                entity.identifier,
                entity.hasApiKey() ? REDACTED : null,
                apiKeyChanged);
    }
}
