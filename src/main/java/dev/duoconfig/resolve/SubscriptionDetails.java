package dev.duoconfig.resolve;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Details of the subscription that are shown beside its grants.
 *
 * @param licenseType the kind of license, in lower case; null while it is unknown
 * @param expiresAt the first moment at which the license is expired; null if it never expires
 * @param addOns the add-ons, by name
 * @param graceUntil the end of the grace period; null if none is granted
 * @param evaluatedAt the time of the evaluation that is shown; null before the first one
 * @param lastError why the newest synchronization failed; null if it succeeded
 */
public record SubscriptionDetails(
        @Nullable String licenseType,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        List<AddOn> addOns,
        @Nullable Instant graceUntil,
        @Nullable Instant evaluatedAt,
        @Nullable String source,
        @Nullable Instant lastSyncAt,
        @Nullable Instant lastAttemptAt,
        @Nullable String lastError) {

    public SubscriptionDetails {
        addOns = addOns.stream().sorted(Comparator.comparing(AddOn::name)).toList();
    }

    /**
     * An add-on.
     *
     * @param quantity the number of seats
     * @param expiresOn the first day, in UTC, on which it is expired; null if it never expires
     */
    public record AddOn(
            String name,
            int quantity,
            @Nullable Instant startsAt,
            @Nullable LocalDate expiresOn) {}
}
