package dev.duoconfig.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whether the events are as they were written.
 *
 * @param events how many are, from the first one on
 * @param firstBrokenId the id of the first event that is missing or does not fit; null when valid
 */
record AuditVerification(
        boolean valid, long events, @Nullable Long firstBrokenId) {}
