package dev.duoconfig.subscription;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import dev.duoconfig.resolve.EntitlementReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class SubscriptionTermsTest {

    private static final Instant EXPIRY = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofDays(14);

    private final SubscriptionTerms before = terms(addOn(null));

    @Test
    void theGraceCoversAnAddOnThatEndedWithTheLicenseAndIsNoLongerListed() {
        var now = EXPIRY.plus(Duration.ofDays(1));

        var after = terms().withAddOnsThatEndedWithTheLicense(before, now);

        assertThat(after.addOns()).containsExactly(addOn(LocalDate.parse("2026-11-01")));
        assertThat(DatedEntitlement.of(after, now, GRACE).reason()).isEqualTo(EntitlementReason.IN_GRACE);
    }

    @Test
    void synchronizingAgainDuringTheGraceChangesNothing() {
        var first = terms().withAddOnsThatEndedWithTheLicense(before, EXPIRY.plus(Duration.ofDays(1)));

        var second = terms().withAddOnsThatEndedWithTheLicense(first, EXPIRY.plus(Duration.ofDays(2)));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void anUnlistedAddOnIsMissingWhileTheLicenseIsValid() {
        var now = EXPIRY.minusMillis(1);

        var after = terms().withAddOnsThatEndedWithTheLicense(before, now);

        assertThat(DatedEntitlement.of(after, now, GRACE).reason()).isEqualTo(EntitlementReason.ADD_ON_MISSING);
    }

    @Test
    void anAddOnThatEndedBeforeTheLicenseStaysEnded() {
        var ended = terms(addOn(LocalDate.parse("2026-10-01")));

        var after = terms().withAddOnsThatEndedWithTheLicense(ended, EXPIRY.plus(Duration.ofDays(1)));

        assertThat(after.addOns()).isEmpty();
    }

    @Test
    void aSourceThatListsOtherAddOnsEachTimeDoesNotMakeTheSubscriptionGrow() {
        var kept = before;

        for (var round = 0; round < 5; round++) {
            var prefix = "round " + round + " ";
            var listed = IntStream.range(0, 600)
                    .mapToObj(number -> new AddOnTerms(prefix + number, 1, null, null))
                    .toArray(AddOnTerms[]::new);
            kept = terms(listed).withAddOnsThatEndedWithTheLicense(kept, EXPIRY.plus(Duration.ofDays(1)));
        }

        assertThat(kept.addOns()).hasSize(AddOnTerms.MAX_ADD_ONS);
    }

    private static SubscriptionTerms terms(AddOnTerms... addOns) {
        return new SubscriptionTerms("ultimate", LicenseType.ONLINE_CLOUD, null, EXPIRY, List.of(addOns));
    }

    private static AddOnTerms addOn(@Nullable LocalDate expiresOn) {
        return new AddOnTerms("duo_enterprise", 5, null, expiresOn);
    }
}
