package dev.duoconfig.subscription;

import java.time.Instant;
import java.util.List;

import dev.duoconfig.resolve.EntitlementReason;
import org.jspecify.annotations.Nullable;

/** The subscription as audit events show it. */
record SubscriptionAudit(
        @Nullable String plan,
        @Nullable Instant expiresAt,
        List<AddOnTerms> addOns,
        EntitlementReason entitlementReason,
        @Nullable EntitlementReason agentPlatformReason,
        @Nullable LicenseType licenseType,
        @Nullable String source,
        @Nullable String lastError) {

    static SubscriptionAudit from(SubscriptionEntity entity) {
        var terms = entity.terms();
        return new SubscriptionAudit(
                terms.plan(),
                terms.expiresAt(),
                terms.addOns(),
                entity.reason(),
                entity.entitlement().agentPlatform(),
                terms.licenseType(),
                entity.source,
                entity.lastError);
    }
}
