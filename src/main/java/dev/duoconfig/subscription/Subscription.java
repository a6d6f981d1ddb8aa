package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.EntitlementKind;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.SubscriptionDetails;
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

    /** The subscription of a complete snapshot. */
    static Subscription from(Snapshot snapshot) {
        return from(snapshot.entitlement(), Objects.requireNonNull(snapshot.subscription()), snapshot.catalogue());
    }

    static Subscription from(Entitlement entitlement, SubscriptionDetails details, Catalogue catalogue) {
        return new Subscription(
                entitlement.plan(),
                LicenseType.of(details.licenseType()),
                details.startsAt(),
                details.expiresAt(),
                details.addOns().stream()
                        .map(addOn -> AddOn.from(addOn, details.evaluatedAt()))
                        .toList(),
                entitlement.entitled(),
                entitlement.best(),
                GrantedEntitlement.all(entitlement, details.graceUntil(), catalogue),
                details.graceUntil(),
                details.source(),
                details.lastSyncAt(),
                details.lastAttemptAt(),
                details.lastError());
    }

    /** One of the entitlements that the features of the catalogue need, as the API returns it. */
    record GrantedEntitlement(
            EntitlementKind id,
            boolean entitled,
            EntitlementReason reason,
            @Nullable Instant graceUntil) {

        static List<GrantedEntitlement> all(
                Entitlement entitlement, @Nullable Instant graceUntil, Catalogue catalogue) {
            return Arrays.stream(EntitlementKind.values())
                    .filter(catalogue.entitlements()::contains)
                    .map(kind -> of(kind, entitlement.reasonOf(kind), graceUntil))
                    .toList();
        }

        private static GrantedEntitlement of(
                EntitlementKind kind, EntitlementReason reason, @Nullable Instant graceUntil) {
            return new GrantedEntitlement(kind, reason == EntitlementReason.ENTITLED, reason, graceUntil);
        }
    }

    /** An add-on as the API returns it. */
    record AddOn(
            String name,
            int quantity,
            @Nullable Instant startsAt,
            @Nullable LocalDate expiresOn,
            boolean active) {

        static AddOn from(SubscriptionDetails.AddOn addOn, @Nullable Instant evaluatedAt) {
            var terms = new AddOnTerms(addOn.name(), addOn.quantity(), addOn.startsAt(), addOn.expiresOn());
            return new AddOn(
                    terms.name(),
                    terms.quantity(),
                    terms.startsAt(),
                    terms.expiresOn(),
                    evaluatedAt != null && terms.active(evaluatedAt));
        }
    }
}
