package dev.duoconfig.subscription;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as a source tells it.
 *
 * @param plan such as {@code ultimate}; null where there is no licence
 * @param expiresAt the first moment at which it is over; null for never
 */
record Terms(
        @Nullable String plan,
        @Nullable LicenseType licenseType,
        @Nullable Instant startsAt,
        @Nullable Instant expiresAt,
        List<AddOnTerms> addOns) {}
