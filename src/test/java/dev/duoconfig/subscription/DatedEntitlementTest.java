package dev.duoconfig.subscription;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.duoconfig.resolve.EntitlementReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class DatedEntitlementTest {

    private static final Duration GRACE = Duration.ofDays(14);
    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final Instant END = Instant.parse("2026-12-31T00:00:00Z");
    private static final Instant GRACE_END = Instant.parse("2027-01-14T00:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"premium", "ultimate"})
    void anEligiblePlanWithTheAddOnEntitles(String plan) {
        var entitlement = at(NOW, terms(plan, null, addOn(null, null)));

        assertThat(entitlement)
                .isEqualTo(new DatedEntitlement(EntitlementReason.ENTITLED, EntitlementReason.ENTITLED, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "ONLINE_CLOUD, , ENTITLED",
        "ONLINE_CLOUD, duo_enterprise, ENTITLED",
        "OFFLINE_CLOUD, , ADD_ON_MISSING",
        "OFFLINE_CLOUD, duo_enterprise, ADD_ON_MISSING",
        "OFFLINE_CLOUD, flex_offline, ADD_ON_MISSING",
        "OFFLINE_CLOUD, self_hosted_dap, ENTITLED",
        "LEGACY_LICENSE, duo_enterprise, ADD_ON_MISSING",
        "LEGACY_LICENSE, self_hosted_dap, ENTITLED",
        ", duo_enterprise, ADD_ON_MISSING",
        ", self_hosted_dap, ENTITLED"
    })
    void theAgentPlatformNeedsAnAddOnUnlessTheLicenseIsAnOnlineLicense(
            @Nullable LicenseType type, @Nullable String addOn, EntitlementReason reason) {
        var addOns = addOn == null ? List.<AddOnTerms>of() : List.of(new AddOnTerms(addOn, 10, null, null));

        var entitlement = at(NOW, new SubscriptionTerms("premium", type, null, null, addOns));

        assertThat(entitlement.agentPlatform()).isEqualTo(reason);
        assertThat(entitlement.reason())
                .isEqualTo(
                        "duo_enterprise".equals(addOn) ? EntitlementReason.ENTITLED : EntitlementReason.ADD_ON_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "ONLINE_CLOUD, premium, 2026-12-31T00:00:00Z, IN_GRACE",
        "ONLINE_CLOUD, premium, 2027-01-14T00:00:00Z, EXPIRED",
        "ONLINE_CLOUD, starter, 2026-11-22T14:00:00Z, PLAN_NOT_ELIGIBLE",
        "OFFLINE_CLOUD, premium, 2026-12-09T23:59:59.999Z, ENTITLED",
        "OFFLINE_CLOUD, premium, 2026-12-10T00:00:00Z, ADD_ON_INACTIVE",
        "OFFLINE_CLOUD, premium, 2027-01-14T00:00:00Z, EXPIRED",
        "OFFLINE_CLOUD, starter, 2026-11-22T14:00:00Z, PLAN_NOT_ELIGIBLE"
    })
    void theAgentPlatformEndsWithTheLicenseOrItsAddOn(
            LicenseType type, String plan, Instant moment, EntitlementReason reason) {
        var addOn = new AddOnTerms("self_hosted_dap", 1, null, LocalDate.parse("2026-12-10"));

        var entitlement = at(moment, new SubscriptionTerms(plan, type, null, END, List.of(addOn)));

        assertThat(entitlement.agentPlatform()).isEqualTo(reason);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"starter", "free", "ultimate_trial", "Ultimate"})
    void anyOtherPlanDoesNotEntitle(@Nullable String plan) {
        var entitlement = at(NOW, terms(plan, null, addOn(null, null)));

        assertThat(entitlement.reason()).isEqualTo(EntitlementReason.PLAN_NOT_ELIGIBLE);
    }

    @Test
    void anIneligiblePlanTakesPrecedenceOverAnExpiryAndAMissingAddOn() {
        var entitlement = at(GRACE_END, terms("starter", END));

        assertThat(entitlement.reason()).isEqualTo(EntitlementReason.PLAN_NOT_ELIGIBLE);
    }

    @Test
    void anExpiryTakesPrecedenceOverAMissingAddOn() {
        var entitlement = at(GRACE_END, terms("premium", END));

        assertThat(entitlement.reason()).isEqualTo(EntitlementReason.EXPIRED);
    }

    @Test
    void otherAddOnsDoNotCount() {
        var other = new AddOnTerms("code_suggestions", 10, null, null);

        assertThat(at(NOW, terms("ultimate", null)).reason()).isEqualTo(EntitlementReason.ADD_ON_MISSING);
        assertThat(at(NOW, terms("ultimate", null, other)).reason()).isEqualTo(EntitlementReason.ADD_ON_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-30T23:59:59.999Z, ENTITLED, ",
        "2026-12-31T00:00:00.000Z, IN_GRACE, 2027-01-14T00:00:00Z",
        "2027-01-13T23:59:59.999Z, IN_GRACE, 2027-01-14T00:00:00Z",
        "2027-01-14T00:00:00.000Z, EXPIRED, 2027-01-14T00:00:00Z"
    })
    void aLicenseEndsOnTheMillisecond(Instant moment, EntitlementReason reason, @Nullable Instant graceUntil) {
        var entitlement = at(moment, terms("ultimate", END, addOn(null, null)));

        assertThat(entitlement.reason()).isEqualTo(reason);
        assertThat(entitlement.graceUntil()).isEqualTo(graceUntil);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T23:59:59.999Z, NOT_STARTED",
        "2026-12-01T00:00:00.000Z, ENTITLED",
        "2026-12-04T23:59:59.999Z, ENTITLED",
        "2026-12-05T00:00:00.000Z, ADD_ON_INACTIVE"
    })
    void anAddOnStartsAndEndsOnTheMillisecond(Instant moment, EntitlementReason reason) {
        var addOn = addOn(Instant.parse("2026-12-01T00:00:00Z"), LocalDate.parse("2026-12-05"));

        assertThat(at(moment, terms("ultimate", END, addOn)).reason()).isEqualTo(reason);
        assertThat(at(moment, terms("ultimate", null, addOn)).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-30T23:59:59.999Z, ENTITLED",
        "2026-12-31T00:00:00.000Z, IN_GRACE",
        "2027-01-13T23:59:59.999Z, IN_GRACE",
        "2027-01-14T00:00:00.000Z, EXPIRED"
    })
    void theGraceCoversAnAddOnThatEndedWithTheLicense(Instant moment, EntitlementReason reason) {
        var addOn = addOn(null, LocalDate.parse("2026-12-31"));

        assertThat(at(moment, terms("ultimate", END, addOn)).reason()).isEqualTo(reason);
    }

    @Test
    void theGraceDoesNotBringBackAnAddOnThatEndedLongBeforeTheLicense() {
        var addOn = addOn(null, LocalDate.parse("2026-12-10"));

        assertThat(at(END, terms("ultimate", END, addOn)).reason()).isEqualTo(EntitlementReason.ADD_ON_INACTIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2026-11-22T14:00:00Z, ADD_ON_INACTIVE",
        "-1, 2026-11-22T14:00:00Z, ADD_ON_INACTIVE",
        "-2147483648, 2026-11-22T14:00:00Z, ADD_ON_INACTIVE",
        "1, 2026-11-22T14:00:00Z, ENTITLED",
        "0, 2026-12-31T00:00:00Z, ADD_ON_INACTIVE",
        "1, 2026-12-31T00:00:00Z, IN_GRACE"
    })
    void anAddOnEntitlesWithAtLeastOneSeat(int quantity, Instant moment, EntitlementReason reason) {
        var addOn = new AddOnTerms("duo_enterprise", quantity, null, LocalDate.parse("2026-12-31"));

        assertThat(at(moment, terms("ultimate", END, addOn)).reason()).isEqualTo(reason);
    }

    @Test
    void theGraceDoesNotCoverAnAddOnThatHasNotStarted() {
        var addOn = addOn(END.plusMillis(1), null);

        assertThat(at(END, terms("ultimate", END, addOn)).reason()).isEqualTo(EntitlementReason.NOT_STARTED);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T23:59:59.999Z, NOT_STARTED, 2026-12-01T00:00:00Z",
        "2026-12-01T00:00:00.000Z, ENTITLED, 2026-12-15T00:00:00Z",
        "2026-12-30T23:59:59.999Z, ENTITLED, 2026-12-31T00:00:00Z",
        "2026-12-31T00:00:00.000Z, IN_GRACE, 2027-01-14T00:00:00Z",
        "2027-01-14T00:00:00.000Z, EXPIRED, "
    })
    void aLicenseStartsOnTheMillisecondToo(Instant moment, EntitlementReason reason, @Nullable Instant next) {
        var terms = new SubscriptionTerms(
                "ultimate",
                LicenseType.ONLINE_CLOUD,
                Instant.parse("2026-12-01T00:00:00Z"),
                END,
                List.of(addOn(null, null)));

        assertThat(at(moment, terms).reason()).isEqualTo(reason);
        assertThat(at(moment, terms).nextChangeAt()).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-30T00:00:00Z, NOT_STARTED, ",
        "2026-12-31T00:00:00Z, NOT_STARTED, ",
        "2027-01-09T23:59:59.999Z, NOT_STARTED, ",
        "2027-01-10T00:00:00Z, EXPIRED, 2026-12-31T00:00:00Z"
    })
    void aLicenseThatEndsBeforeItStartsHasNoGrace(
            Instant moment, EntitlementReason reason, @Nullable Instant graceUntil) {
        var terms = new SubscriptionTerms(
                "ultimate",
                LicenseType.ONLINE_CLOUD,
                Instant.parse("2027-01-10T00:00:00Z"),
                END,
                List.of(addOn(null, null)));

        assertThat(at(moment, terms).reason()).isEqualTo(reason);
        assertThat(at(moment, terms).graceUntil()).isEqualTo(graceUntil);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-10, 2026-12-31, 2026-12-20T00:00:00Z",
        "2027-01-10, 2026-12-31, 2027-01-11T00:00:00Z",
        "2026-12-31, 2026-12-31, 2026-12-20T00:00:00Z",
        "2026-12-31, 2026-12-31, 2026-12-31T00:00:00Z"
    })
    void anAddOnThatEndsBeforeItStartsIsNeverActiveAndHasNoGrace(LocalDate start, LocalDate end, Instant moment) {
        var addOn = addOn(start.atStartOfDay(ZoneOffset.UTC).toInstant(), end);

        assertThat(at(moment, terms("ultimate", END, addOn)).reason()).isEqualTo(EntitlementReason.ADD_ON_INACTIVE);
    }

    @Test
    void anAddOnWithoutSeatsThatHasNotStartedIsInactive() {
        var addOn = new AddOnTerms("duo_enterprise", 0, END, null);

        assertThat(at(NOW, terms("ultimate", null, addOn)).reason()).isEqualTo(EntitlementReason.ADD_ON_INACTIVE);
    }

    @Test
    void aLicenseThatHasNotStartedIsNamedBeforeAMissingAddOnAndAfterThePlan() {
        var start = NOW.plusMillis(1);

        assertThat(at(NOW, new SubscriptionTerms("ultimate", null, start, null, List.of()))
                        .reason())
                .isEqualTo(EntitlementReason.NOT_STARTED);
        assertThat(at(NOW, new SubscriptionTerms("free", null, start, null, List.of()))
                        .reason())
                .isEqualTo(EntitlementReason.PLAN_NOT_ELIGIBLE);
        assertThat(at(start, new SubscriptionTerms("ultimate", null, start, null, List.of()))
                        .reason())
                .isEqualTo(EntitlementReason.ADD_ON_MISSING);
    }

    @Test
    void withoutAGracePeriodALicenseExpiresAtItsEnd() {
        var terms = terms("ultimate", END, addOn(null, null));

        var entitlement = DatedEntitlement.of(terms, END, Duration.ZERO);

        assertThat(entitlement.reason()).isEqualTo(EntitlementReason.EXPIRED);
        assertThat(entitlement.graceUntil()).isEqualTo(END);
        assertThat(entitlement.nextChangeAt()).isNull();
    }

    @Test
    void oneActiveAddOnOfSeveralIsEnough() {
        var past = addOn(null, LocalDate.parse("2026-01-01"));
        var present = addOn(null, null);

        assertThat(at(NOW, terms("premium", null, past, present)).reason()).isEqualTo(EntitlementReason.ENTITLED);
    }

    @Test
    void theNextChangeIsTheNextBoundaryAfterNow() {
        var starts = Instant.parse("2026-12-01T00:00:00Z");
        var terms = terms("ultimate", END, addOn(starts, null));

        assertThat(at(NOW, terms).nextChangeAt()).isEqualTo(starts);
        assertThat(at(END.minusMillis(1), terms).nextChangeAt()).isEqualTo(END);
        assertThat(at(END, terms).nextChangeAt()).isEqualTo(GRACE_END);
        assertThat(at(GRACE_END, terms).nextChangeAt()).isNull();
    }

    @Test
    void everyChangeOfTheEntitlementIsAnnounced() {
        var terms = terms("ultimate", END, addOn(Instant.parse("2026-12-01T00:00:00Z"), LocalDate.parse("2027-01-03")));
        var moment = NOW;
        var known = at(moment, terms).reason();

        for (var next = at(moment, terms).nextChangeAt();
                next != null;
                next = at(moment, terms).nextChangeAt()) {
            assertThat(at(next.minusMillis(1), terms).reason()).isEqualTo(known);
            moment = next;
            known = at(moment, terms).reason();
        }

        assertThat(moment).isAfterOrEqualTo(GRACE_END);
        assertThat(known).isEqualTo(EntitlementReason.EXPIRED);
    }

    @Test
    void noTermsChangeTheEntitlementBeforeTheNextChange() {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            var terms = new SubscriptionTerms(
                    random.nextInt(5) == 0 ? "starter" : "premium",
                    LicenseType.ONLINE_CLOUD,
                    anyDay(random),
                    anyDay(random),
                    Stream.generate(() -> addOn(anyDay(random), anyDate(random)))
                            .limit(random.nextInt(3))
                            .toList());
            var now = NOW.plus(Duration.ofHours(random.nextInt(100 * 24)));
            var later = now.plus(Duration.ofHours(random.nextInt(30 * 24)));

            var present = at(now, terms);
            var next = present.nextChangeAt();

            if (next == null || later.isBefore(next)) {
                assertThat(at(later, terms))
                        .as("%s from %s to %s", terms, now, later)
                        .isEqualTo(present);
            }
        }
    }

    private static @Nullable Instant anyDay(Random random) {
        var date = anyDate(random);
        return date == null ? null : date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static @Nullable LocalDate anyDate(Random random) {
        return random.nextInt(4) == 0
                ? null
                : LocalDate.ofInstant(NOW, ZoneOffset.UTC).plusDays(random.nextInt(90));
    }

    private static DatedEntitlement at(Instant moment, SubscriptionTerms terms) {
        return DatedEntitlement.of(terms, moment, GRACE);
    }

    private static SubscriptionTerms terms(@Nullable String plan, @Nullable Instant expiresAt, AddOnTerms... addOns) {
        return new SubscriptionTerms(plan, LicenseType.ONLINE_CLOUD, null, expiresAt, List.of(addOns));
    }

    private static AddOnTerms addOn(@Nullable Instant startsAt, @Nullable LocalDate expiresOn) {
        return new AddOnTerms("duo_enterprise", 10, startsAt, expiresOn);
    }
}
