package dev.duoconfig.subscription;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.catalogue.EntitlementKind;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.diagnosis.Diagnosis;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports whether the subscription allows the configuration, and whether it ends soon. */
@ApplicationScoped
class SubscriptionDiagnosis implements Diagnosis {

    private static final String SUBJECT = "/subscription";
    private static final Duration SOON = Duration.ofDays(14);

    private final SubscriptionRepository repository;
    private final ConfiguredSource source;
    private final Clock clock;

    SubscriptionDiagnosis(SubscriptionRepository repository, ConfiguredSource source, Clock clock) {
        this.repository = repository;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Part part() {
        return Part.SUBSCRIPTION;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        var entity = repository.get();
        var findings = new ArrayList<Finding>();
        var better = entity.entitlement().betterKind();
        findings.add(entitlement(better, entity));
        snapshot.catalogue().entitlements().stream()
                .filter(kind -> kind != better && differs(kind, better, entity) && isUsed(kind, snapshot))
                .forEach(kind -> findings.add(entitlement(kind, entity)));
        var end = entity.expiresAt;
        if (entity.entitlement().entitled()
                && end != null
                && !clock.instant().plus(SOON).isBefore(end)) {
            findings.add(Finding.warning(
                    "subscription_ends_soon",
                    SUBJECT,
                    "The subscription ends at " + end + ".",
                    "Renew it, then synchronize it with POST /subscription/sync."));
        }
        if (entity.lastError != null) {
            findings.add(Finding.warning(
                    "subscription_sync_failed",
                    SUBJECT,
                    "The last synchronization failed: " + entity.lastError
                            + " The last subscription that could be read stays in force.",
                    "Fix the source of the subscription, then call POST /subscription/sync."));
        }
        return findings;
    }

    private static boolean differs(EntitlementKind kind, EntitlementKind better, SubscriptionEntity entity) {
        return entity.entitlement().reasonOf(kind) != entity.entitlement().reasonOf(better);
    }

    /** Whether a feature that needs the entitlement has a setting that makes it serve requests. */
    private static boolean isUsed(EntitlementKind kind, Snapshot snapshot) {
        return snapshot.catalogue().features().stream()
                .filter(feature -> feature.entitlement() == kind)
                .map(feature -> snapshot.setting(feature.id()).provider())
                .anyMatch(provider -> provider == Provider.SELF_HOSTED || provider == Provider.VENDORED);
    }

    private Finding entitlement(EntitlementKind kind, SubscriptionEntity entity) {
        var reason = entity.entitlement().reasonOf(kind);
        var code = "subscription_" + reason.id();
        var detail = entity.entitlement().sentence(kind);
        return switch (reason) {
            case ENTITLED -> Finding.ok(code, SUBJECT, detail);
            case IN_GRACE ->
                Finding.warning(
                        code,
                        SUBJECT,
                        detail + " Features are served until " + entity.graceUntil + ", and changes are refused.",
                        "Renew it, then synchronize it with POST /subscription/sync.");
            case NEVER_SYNCED -> neverSynced(code, detail);
            case EXPIRED ->
                Finding.error(code, SUBJECT, detail, "Renew it, then synchronize it with POST /subscription/sync.");
            case PLAN_NOT_ELIGIBLE ->
                Finding.error(
                        code,
                        SUBJECT,
                        detail,
                        "Get GitLab Premium or Ultimate, then synchronize with POST /subscription/sync.");
            case NOT_STARTED ->
                Finding.error(
                        code,
                        SUBJECT,
                        detail + started(entity),
                        "Wait until it starts, or correct the start at the source of the subscription. Then synchronize with"
                                + " POST /subscription/sync.");
            case ADD_ON_MISSING, ADD_ON_INACTIVE ->
                Finding.error(
                        code,
                        SUBJECT,
                        detail,
                        "Get or renew " + addOn(kind) + ", then synchronize with POST /subscription/sync.");
        };
    }

    private Finding neverSynced(String code, String detail) {
        var fault = source.fault();
        return fault == null
                ? Finding.error(code, SUBJECT, detail, "Synchronize it with POST /subscription/sync.")
                : Finding.error(
                        code,
                        SUBJECT,
                        detail + " " + fault,
                        "Fix the source of the subscription, restart the service if you change its settings, and synchronize"
                                + " with POST /subscription/sync.");
    }

    private static String addOn(EntitlementKind kind) {
        return switch (kind) {
            case DUO_ENTERPRISE -> "GitLab Duo Enterprise";
            case AGENT_PLATFORM -> "the add-on self_hosted_dap";
        };
    }

    private static String started(SubscriptionEntity entity) {
        return entity.nextEvaluationAt == null
                ? ""
                : " It is looked at again at " + entity.nextEvaluationAt + ", without a synchronization.";
    }
}
