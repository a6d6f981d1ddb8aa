package dev.duoconfig.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verification.
 *
 * @param events the number of valid events from the first one on
 * @param firstBrokenId the ID of the first event that is missing or does not match; null if valid
 * @param fault the kind of tampering; null if valid
 * @param detail the tampering in a sentence; null if valid
 */
record AuditVerification(
        boolean valid,
        long events,
        @Nullable Long firstBrokenId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AuditFault fault,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail) {

    static AuditVerification valid(long events) {
        return new AuditVerification(true, events, null, null, null);
    }

    static AuditVerification broken(long events, long id, AuditFault fault) {
        return new AuditVerification(false, events, id, fault, fault.sentence(id));
    }
}
