package dev.duoconfig.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as a source tells it.
 *
 * @param plan such as {@code ultimate}; null where there is no licence
 * @param expiresAt the first moment at which it is over; null for never
 */
record SubscriptionTerms(
        @Nullable String plan,
        @Nullable LicenseType licenseType,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        List<AddOnTerms> addOns) {

    /**
     * These terms with the add-ons that ended together with the licence. A source that lists active add-ons only does not
     * tell them any more, but the licence's grace is theirs too.
     *
     * @param previous what the source told before
     */
    SubscriptionTerms withAddOnsThatEndedWithTheLicence(SubscriptionTerms previous, Instant now) {
        if (expiresAt == null || now.isBefore(expiresAt)) {
            return this;
        }
        var all = new ArrayList<>(addOns);
        previous.addOns().stream()
                .filter(addOn -> addOn.active(expiresAt.minusMillis(1)))
                .filter(addOn ->
                        addOns.stream().noneMatch(listed -> listed.name().equals(addOn.name())))
                .map(addOn -> addOn.endingAt(expiresAt))
                .forEach(all::add);
        all.sort(Comparator.comparing(AddOnTerms::name));
        return new SubscriptionTerms(plan, licenseType, startsAt, expiresAt, List.copyOf(all));
    }
}
