package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.EntitlementKind;
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
        List<GrantedEntitlement> entitlements,
        @Nullable Instant graceUntil,
        @Nullable String source,
        @Nullable Instant lastSyncAt,
        @Nullable Instant lastAttemptAt,
        @Nullable String lastError) {

    static Subscription from(SubscriptionEntity entity, Catalogue catalogue) {
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
                entity.entitlement().best(),
                GrantedEntitlement.all(entity, catalogue),
                entity.graceUntil,
                entity.source,
                entity.lastSyncAt,
                entity.lastAttemptAt,
                entity.lastError);
    }

    /** One of the entitlements that the features of the catalogue need, as the API returns it. */
    record GrantedEntitlement(
            EntitlementKind id,
            boolean entitled,
            EntitlementReason reason,
            @Nullable Instant graceUntil) {

        static List<GrantedEntitlement> all(SubscriptionEntity entity, Catalogue catalogue) {
            return Arrays.stream(EntitlementKind.values())
                    .filter(catalogue.entitlements()::contains)
                    .map(kind -> of(kind, entity))
                    .toList();
        }

        private static GrantedEntitlement of(EntitlementKind kind, SubscriptionEntity entity) {
            var reason = entity.entitlement().reasonOf(kind);
            return new GrantedEntitlement(kind, reason == EntitlementReason.ENTITLED, reason, entity.graceUntil);
        }
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
