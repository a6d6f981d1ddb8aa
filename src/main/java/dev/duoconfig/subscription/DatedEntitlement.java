package dev.duoconfig.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.duoconfig.catalogue.EntitlementKind;
import dev.duoconfig.resolve.EntitlementReason;
import org.jspecify.annotations.Nullable;

/**
 * The entitlement of a subscription at a moment. Pure: the moment is an argument.
 *
 * @param reason why it does or does not grant {@link EntitlementKind#DUO_ENTERPRISE}
 * @param agentPlatform why it does or does not grant {@link EntitlementKind#AGENT_PLATFORM}
 * @param graceUntil the end of the grace period of an expired subscription; null while it has not expired
 * @param nextChangeAt the next moment at which the entitlement may change through time alone; null if there is none
 */
record DatedEntitlement(
        EntitlementReason reason,
        EntitlementReason agentPlatform,
        @Nullable Instant graceUntil,
        @Nullable Instant nextChangeAt) {

    private static final Set<String> ELIGIBLE_PLANS = Set.of("premium", "ultimate");
    private static final String DUO_ENTERPRISE = "duo_enterprise";
    private static final String AGENT_PLATFORM_SELF_HOSTED = "self_hosted_dap";

    static DatedEntitlement of(SubscriptionTerms terms, Instant now, Duration gracePeriod) {
        var expiresAt = terms.expiresAt();
        var grace = terms.endsBeforeItStarts() ? Duration.ZERO : gracePeriod;
        var graceUntil =
                expiresAt == null || now.isBefore(expiresAt) || terms.isPending(now) ? null : expiresAt.plus(grace);
        return new DatedEntitlement(
                reason(terms, DUO_ENTERPRISE, now, grace, graceUntil),
                reason(
                        terms,
                        // Online licenses are billed by use of the Agent Platform instead of by add-on.
                        terms.licenseType() == LicenseType.ONLINE_CLOUD ? null : AGENT_PLATFORM_SELF_HOSTED,
                        now,
                        grace,
                        graceUntil),
                graceUntil,
                nextChange(terms, now, grace));
    }

    private static EntitlementReason reason(
            SubscriptionTerms terms,
            @Nullable String addOnName,
            Instant now,
            Duration grace,
            @Nullable Instant graceUntil) {
        if (terms.plan() == null || !ELIGIBLE_PLANS.contains(terms.plan())) {
            return EntitlementReason.PLAN_NOT_ELIGIBLE;
        }
        if (terms.isPending(now)) {
            return EntitlementReason.NOT_STARTED;
        }
        if (graceUntil != null && !now.isBefore(graceUntil)) {
            return EntitlementReason.EXPIRED;
        }
        var granted = graceUntil != null ? EntitlementReason.IN_GRACE : EntitlementReason.ENTITLED;
        if (addOnName == null) {
            return granted;
        }
        var addOns = terms.addOns().stream()
                .filter(addOn -> addOn.name().equals(addOnName))
                .toList();
        if (addOns.isEmpty()) {
            return EntitlementReason.ADD_ON_MISSING;
        }
        // Add-ons usually end with the license. Without its grace period for them too, the grace period would have no
        // effect.
        if (addOns.stream()
                .noneMatch(addOn -> addOn.active(now) || (graceUntil != null && inGrace(addOn, now, grace)))) {
            return addOns.stream().anyMatch(addOn -> addOn.pending(now))
                    ? EntitlementReason.NOT_STARTED
                    : EntitlementReason.ADD_ON_INACTIVE;
        }
        return granted;
    }

    private static boolean inGrace(AddOnTerms addOn, Instant now, Duration grace) {
        var end = addOn.expiresAt();
        return addOn.started(now) && end != null && now.isBefore(end.plus(grace));
    }

    private static @Nullable Instant nextChange(SubscriptionTerms terms, Instant now, Duration grace) {
        var moments = new ArrayList<@Nullable Instant>();
        moments.add(terms.startsAt());
        moments.add(terms.expiresAt());
        for (var addOn : terms.addOns()) {
            moments.add(addOn.startsAt());
            moments.add(addOn.expiresAt());
        }
        var boundaries = new ArrayList<Instant>();
        for (var moment : moments) {
            if (moment != null) {
                boundaries.addAll(List.of(moment, moment.plus(grace)));
            }
        }
        return boundaries.stream().filter(now::isBefore).min(Instant::compareTo).orElse(null);
    }
}
