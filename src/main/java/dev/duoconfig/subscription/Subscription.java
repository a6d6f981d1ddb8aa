package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import dev.duoconfig.resolve.EntitlementReason;
import org.jspecify.annotations.Nullable;

/** The subscription as the API returns it. */
record Subscription(
        @Nullable String plan,
        @Nullable LicenseType licenseType,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        List<AddOn> addOns,
        boolean entitled,
        EntitlementReason entitlementReason,
        @Nullable Instant graceUntil,
        @Nullable String source,
        @Nullable Instant lastSyncAt,
        @Nullable Instant lastAttemptAt,
        @Nullable String lastError) {

    static Subscription from(SubscriptionEntity entity) {
        var terms = entity.terms();
        return new Subscription(
                terms.plan(),
                terms.licenseType(),
                terms.startsAt(),
                terms.expiresAt(),
                terms.addOns().stream()
                        .map(addOn -> AddOn.from(addOn, entity.evaluatedAt))
                        .toList(),
                entity.entitlement().entitled(),
                entity.reason(),
                entity.graceUntil,
                entity.source,
                entity.lastSyncAt,
                entity.lastAttemptAt,
                entity.lastError);
    }

    /** An add-on as the API returns it. */
    record AddOn(
            String name,
            int quantity,
            @Nullable Instant startsAt,
            @Nullable LocalDate expiresOn,
            boolean active) {

        static AddOn from(AddOnTerms terms, @Nullable Instant evaluatedAt) {
            return new AddOn(
                    terms.name(),
                    terms.quantity(),
                    terms.startsAt(),
                    terms.expiresOn(),
                    evaluatedAt != null && terms.active(evaluatedAt));
        }
    }
}
