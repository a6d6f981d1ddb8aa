package dev.duoconfig.audit;

import org.jspecify.annotations.Nullable;

/**
 * The result of a verification.
 *
 * @param events the number of valid events from the first one on
 * @param firstBrokenId the ID of the first event that is missing or does not match; null if valid
 */
record AuditVerification(
        boolean valid, long events, @Nullable Long firstBrokenId) {}
