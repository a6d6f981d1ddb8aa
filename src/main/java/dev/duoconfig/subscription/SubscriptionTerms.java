package dev.duoconfig.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.toSet;

/**
 * A subscription as reported by a source.
 *
 * @param plan such as {@code ultimate}; null if there is no license
 * @param startsAt the first moment at which it entitles; null if it has no start
 * @param expiresAt the first moment at which it is expired; null if it never expires
 */
record SubscriptionTerms(
        @Nullable String plan,
        @Nullable LicenseType licenseType,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        List<AddOnTerms> addOns) {

    /** Whether it has not started yet. */
    boolean isPending(Instant at) {
        return startsAt != null && startsAt.isAfter(at);
    }

    /** Whether there is no moment at which it has started and not expired. */
    boolean endsBeforeItStarts() {
        return startsAt != null && expiresAt != null && !startsAt.isBefore(expiresAt);
    }

    /**
     * Adds the add-ons that ended together with the license. A source that lists active add-ons only no longer reports them,
     * but the grace period of the license covers them too.
     *
     * @param previous the terms that the source reported before
     */
    SubscriptionTerms withAddOnsThatEndedWithTheLicense(SubscriptionTerms previous, Instant now) {
        if (expiresAt == null || now.isBefore(expiresAt)) {
            return this;
        }
        var all = new ArrayList<>(addOns);
        var listed = addOns.stream().map(AddOnTerms::name).collect(toSet());
        previous.addOns().stream()
                .filter(addOn -> addOn.active(expiresAt.minusMillis(1)))
                .filter(addOn -> !listed.contains(addOn.name()))
                .map(addOn -> addOn.endingAt(expiresAt))
                // A source that lists other add-ons each time must not make the subscription grow.
                .limit(AddOnTerms.MAX_ADD_ONS - addOns.size())
                .forEach(all::add);
        all.sort(Comparator.comparing(AddOnTerms::name));
        return new SubscriptionTerms(plan, licenseType, startsAt, expiresAt, List.copyOf(all));
    }
}
