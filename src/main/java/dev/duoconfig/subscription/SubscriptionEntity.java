package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.EntitlementKind;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.SubscriptionDetails;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The only subscription: its last known terms, and the entitlement from their last evaluation. */
@Entity
@Table(name = "subscription")
@SuppressWarnings("NullAway.Init")
class SubscriptionEntity {

    static final short ID = 1;

    @Id
    short id;

    @Nullable
    String plan;

    @Column(name = "license_type")
    @Nullable
    String licenseType;

    @Column(name = "starts_at")
    @Nullable
    Instant startsAt;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Nullable
    String source;

    @Column(name = "last_sync_at")
    @Nullable
    Instant lastSyncAt;

    @Column(name = "last_attempt_at")
    @Nullable
    Instant lastAttemptAt;

    @Column(name = "last_error")
    @Nullable
    String lastError;

    /** {@code add_on_inactive} in place of {@code not_started}, which releases up to 0.2 could not read. */
    @Column(name = "entitlement_reason")
    private String entitlementReason;

    @Column(name = "not_started")
    private boolean notStarted;

    /** Null if the catalogue does not ask for this entitlement. */
    @Column(name = "agent_platform_reason")
    @Nullable
    String agentPlatformReason;

    @Column(name = "grace_until")
    @Nullable
    Instant graceUntil;

    @Column(name = "evaluated_at")
    @Nullable
    Instant evaluatedAt;

    @Column(name = "next_evaluation_at")
    @Nullable
    Instant nextEvaluationAt;

    /** The number of the synchronization that the terms come from. */
    @Column(name = "terms_question")
    long termsQuestion;

    /** The number of the newest synchronization that has finished, successfully or not. */
    @Column(name = "attempt_question")
    long attemptQuestion;

    long revision;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "subscription_add_on", joinColumns = @JoinColumn(name = "subscription_id"))
    Set<AddOnRow> addOns = new LinkedHashSet<>();

    SubscriptionTerms terms() {
        return new SubscriptionTerms(
                plan,
                licenseType == null ? null : LicenseType.valueOf(licenseType.toUpperCase(Locale.ROOT)),
                startsAt,
                expiresAt,
                addOns.stream()
                        .map(AddOnRow::terms)
                        .sorted(Comparator.comparing(AddOnTerms::name))
                        .toList());
    }

    void store(SubscriptionTerms terms, String newSource) {
        plan = terms.plan();
        licenseType =
                terms.licenseType() == null ? null : terms.licenseType().name().toLowerCase(Locale.ROOT);
        startsAt = terms.startsAt();
        expiresAt = terms.expiresAt();
        source = newSource;
        if (!terms().addOns().equals(terms.addOns())) {
            addOns.clear();
            terms.addOns().forEach(addOn -> addOns.add(AddOnRow.of(addOn)));
        }
    }

    void store(DatedEntitlement entitlement, Catalogue catalogue, Instant at) {
        notStarted = entitlement.reason() == EntitlementReason.NOT_STARTED;
        entitlementReason = (notStarted ? EntitlementReason.ADD_ON_INACTIVE : entitlement.reason()).id();
        agentPlatformReason =
                asksForAgentPlatform(catalogue) ? entitlement.agentPlatform().id() : null;
        graceUntil = entitlement.graceUntil();
        nextEvaluationAt = entitlement.nextChangeAt();
        evaluatedAt = at;
    }

    /** Whether time alone may have changed the entitlement since its last evaluation. */
    boolean isDue(Instant at) {
        return nextEvaluationAt != null && !nextEvaluationAt.isAfter(at);
    }

    EntitlementReason reason() {
        var stored = EntitlementReason.ofId(entitlementReason);
        return notStarted && stored == EntitlementReason.ADD_ON_INACTIVE ? EntitlementReason.NOT_STARTED : stored;
    }

    private static boolean asksForAgentPlatform(Catalogue catalogue) {
        return catalogue.entitlements().contains(EntitlementKind.AGENT_PLATFORM);
    }

    Entitlement entitlement() {
        return new Entitlement(
                reason(),
                plan,
                agentPlatformReason == null ? null : EntitlementReason.ofId(agentPlatformReason),
                offlineLicense());
    }

    /** The details that are shown. */
    SubscriptionDetails details() {
        return new SubscriptionDetails(
                licenseType,
                startsAt,
                expiresAt,
                addOns.stream()
                        .map(row -> new SubscriptionDetails.AddOn(row.name, row.quantity, row.startsAt, row.expiresOn))
                        .toList(),
                graceUntil,
                evaluatedAt,
                source,
                lastSyncAt,
                lastAttemptAt,
                lastError);
    }

    /** The grants of another evaluation of the stored terms. */
    Entitlement entitlement(DatedEntitlement evaluated, Catalogue catalogue) {
        return new Entitlement(
                evaluated.reason(),
                plan,
                asksForAgentPlatform(catalogue) ? evaluated.agentPlatform() : null,
                offlineLicense());
    }

    /** Unknown kinds of license count as offline. */
    private boolean offlineLicense() {
        return !LicenseType.ONLINE_CLOUD.name().equalsIgnoreCase(licenseType);
    }

    /** A stored add-on. */
    @Embeddable
    @SuppressWarnings("NullAway.Init")
    static class AddOnRow {

        @Column(nullable = false)
        String name;

        int quantity;

        @Column(name = "starts_at")
        @Nullable
        Instant startsAt;

        @Column(name = "expires_on")
        @Nullable
        LocalDate expiresOn;

        static AddOnRow of(AddOnTerms terms) {
            var row = new AddOnRow();
            row.name = terms.name();
            row.quantity = terms.quantity();
            row.startsAt = terms.startsAt();
            row.expiresOn = terms.expiresOn();
            return row;
        }

        /** Compares rows by value; otherwise, every flush would write all of them again. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof AddOnRow row && terms().equals(row.terms());
        }

        @Override
        public int hashCode() {
            return terms().hashCode();
        }

        AddOnTerms terms() {
            return new AddOnTerms(name, quantity, startsAt, expiresOn);
        }
    }
}
