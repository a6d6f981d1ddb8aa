package dev.duoconfig.consistency;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** An audit event as stored in the database. */
record AuditedEvent(
        long revision,
        Instant at,
        String actor,
        String objectType,
        @Nullable String objectId,
        JsonNode before,
        JsonNode after,
        @Nullable String requestId) {}
