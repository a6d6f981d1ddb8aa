package dev.duoconfig.consistency;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A row of the audit trail. */
record AuditedEvent(
        long revision,
        Instant at,
        String actor,
        String objectType,
        @Nullable String objectId,
        JsonNode before,
        JsonNode after,
        @Nullable String requestId) {}
