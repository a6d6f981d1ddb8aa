package dev.duoconfig.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.catalogue.ReleaseState;
import dev.duoconfig.resolve.Snapshot.Model;
import org.jspecify.annotations.Nullable;

/**
 * A second implementation of the decision table: plain if statements, row by row, that share nothing with the rules under
 * test.
 */
public final class NaiveRules {

    /** The slug of the rule that decided, with the resolution. */
    public record Verdict(String rule, Resolution resolution) {}

    private static final Pattern WITH_V1 = Pattern.compile("https?://[^/]+(/.*)?/v[0-9]\\w*(/openai)?/*");

    private static final List<String> DOCUMENTED_PREFIXES =
            List.of("custom_openai/", "azure/", "openai/", "anthropic/", "bedrock/", "bedrock_mantle/", "vertex_ai/");

    private NaiveRules() {}

    /** The first row that applies. */
    public static Verdict decide(Snapshot snapshot, Feature feature) {
        var own = snapshot.settings().get(feature.id());
        var ownProvider = own == null ? Provider.UNASSIGNED : own.provider();
        var fallbackId = feature.fallback();
        var fallsBack = fallbackId != null;
        var fallback = fallbackId == null ? null : snapshot.settings().get(fallbackId);
        var fallbackProvider = fallback == null ? Provider.UNASSIGNED : fallback.provider();
        var ownUnassigned = ownProvider == Provider.UNASSIGNED;

        if (ownProvider == Provider.DISABLED) {
            return unserved(
                    "own_disabled",
                    snapshot,
                    feature,
                    Status.DISABLED,
                    Reason.DISABLED,
                    feature.id(),
                    Provider.DISABLED);
        }
        if (ownUnassigned && fallsBack && fallbackProvider == Provider.DISABLED) {
            return unserved(
                    "fallback_disabled",
                    snapshot,
                    feature,
                    Status.DISABLED,
                    Reason.INHERITED_DISABLED,
                    fallbackId,
                    Provider.DISABLED);
        }
        if (ownUnassigned && (!fallsBack || fallbackProvider == Provider.UNASSIGNED)) {
            return unserved(
                    "not_configured",
                    snapshot,
                    feature,
                    Status.UNASSIGNED,
                    Reason.NOT_CONFIGURED,
                    null,
                    Provider.UNASSIGNED);
        }

        var from = ownUnassigned ? Objects.requireNonNull(fallbackId) : feature.id();
        var chosen = ownUnassigned ? fallbackProvider : ownProvider;
        var entitlement = entitlement(snapshot, feature);
        var plan = snapshot.entitlement().plan();
        var betaOn = snapshot.gateway().betaFeaturesEnabled();
        var readyReason = ownUnassigned ? Reason.INHERITED : Reason.ASSIGNED;
        var url = snapshot.gateway().url();

        if (entitlement == EntitlementReason.NEVER_SYNCED
                || entitlement == EntitlementReason.PLAN_NOT_ELIGIBLE
                || entitlement == EntitlementReason.EXPIRED
                || entitlement == EntitlementReason.ADD_ON_MISSING
                || entitlement == EntitlementReason.ADD_ON_INACTIVE
                || entitlement == EntitlementReason.NOT_STARTED) {
            return blocked("subscription", snapshot, feature, Reason.SUBSCRIPTION_REQUIRED, from, chosen);
        }
        if (feature.requiresUltimate() && (plan == null || !plan.equals("ultimate"))) {
            return blocked("plan", snapshot, feature, Reason.PLAN_EXCLUDES_FEATURE, from, chosen);
        }
        if (!betaOn
                && (feature.releaseState() == ReleaseState.BETA || feature.releaseState() == ReleaseState.EXPERIMENT)) {
            return blocked("beta_features", snapshot, feature, Reason.BETA_FEATURES_OFF, from, chosen);
        }
        var deciding = Objects.requireNonNull(ownUnassigned ? fallback : own);
        if (chosen == Provider.VENDORED) {
            if (!snapshot.gateway().vendoredModelsAllowed()) {
                return blocked("vendored_not_allowed", snapshot, feature, Reason.VENDORED_NOT_ALLOWED, from, chosen);
            }
            if (is19Point4(snapshot) && snapshot.entitlement().offlineLicense()) {
                return blocked(
                        "vendored_licence", snapshot, feature, Reason.VENDORED_NEEDS_ONLINE_LICENCE, from, chosen);
            }
            return ready(
                    "vendored", snapshot, feature, readyReason, from, deciding, "https://cloud.gitlab.com/ai", null);
        }
        var model = Objects.requireNonNull(snapshot.models().get(Objects.requireNonNull(deciding.modelId())));
        var family = family(snapshot, model);
        if (!betaOn && family != null && family.releaseState() == ReleaseState.BETA) {
            return blocked("beta_models", snapshot, feature, Reason.BETA_MODELS_OFF, from, chosen);
        }
        if (model.endpoint() != null && model.endpoint().length() > 255) {
            return blocked("endpoint_length", snapshot, feature, Reason.ENDPOINT_TOO_LONG, from, chosen);
        }
        if (url == null) {
            return blocked("gateway", snapshot, feature, Reason.GATEWAY_NOT_CONFIGURED, from, chosen);
        }
        return ready("ready", snapshot, feature, readyReason, from, deciding, url, model);
    }

    private static boolean is19Point4(Snapshot snapshot) {
        return snapshot.catalogue().version().equals("19.4");
    }

    private static boolean ofAgentPlatform(Snapshot snapshot, Feature feature) {
        return is19Point4(snapshot) && feature.mainFeature().equals("GitLab Duo Agent Platform");
    }

    private static EntitlementReason entitlement(Snapshot snapshot, Feature feature) {
        var ofAgentPlatform = snapshot.entitlement().agentPlatform();
        return ofAgentPlatform(snapshot, feature) && ofAgentPlatform != null
                ? ofAgentPlatform
                : snapshot.entitlement().reason();
    }

    private static @Nullable Family family(Snapshot snapshot, Model model) {
        for (Family family : snapshot.catalogue().families()) {
            if (family.id().equals(model.family())) {
                return family;
            }
        }
        return null;
    }

    private static Verdict blocked(
            String rule, Snapshot snapshot, Feature feature, Reason reason, String from, Provider provider) {
        return unserved(rule, snapshot, feature, Status.BLOCKED, reason, from, provider);
    }

    private static Verdict unserved(
            String rule,
            Snapshot snapshot,
            Feature feature,
            Status status,
            Reason reason,
            @Nullable String from,
            Provider provider) {
        int timeout = snapshot.gateway().requestTimeoutSeconds();
        return new Verdict(
                rule,
                new Resolution(feature.id(), status, reason, from, provider, null, null, timeout, null, List.of()));
    }

    private static Verdict ready(
            String rule,
            Snapshot snapshot,
            Feature feature,
            Reason reason,
            String from,
            Setting deciding,
            String url,
            @Nullable Model model) {
        int timeout = snapshot.gateway().requestTimeoutSeconds();
        var warnings = warnings(snapshot, feature, model);
        return new Verdict(
                rule,
                new Resolution(
                        feature.id(),
                        Status.READY,
                        reason,
                        from,
                        deciding.provider(),
                        deciding.vendoredModel(),
                        url,
                        timeout,
                        model,
                        warnings));
    }

    private static List<Warning> warnings(Snapshot snapshot, Feature feature, @Nullable Model model) {
        var warnings = new ArrayList<Warning>();
        if (model != null && !feature.families().contains(model.family())) {
            var family = family(snapshot, model);
            warnings.add(new Warning(
                    "family_not_supported",
                    "family",
                    feature.title() + " does not support the model family "
                            + (family == null ? model.family() : family.name()) + "; the model '" + model.name()
                            + "' is used anyway."));
        }
        if (model != null
                && feature.id().equals("review_merge_request_dap")
                && List.of("mistral", "mixtral", "codestral", "llama3").contains(model.family())) {
            warnings.add(new Warning(
                    "family_not_supported_by_flow",
                    "family",
                    "The flow of Agentic Code Review refuses models of the family " + model.family()
                            + "; choose another model than '" + model.name() + "'."));
        }
        if (model != null
                && ofAgentPlatform(snapshot, feature)
                && !feature.id().equals("duo_agent_platform")
                && !selfHosted(snapshot.settings().get("duo_agent_platform"))) {
            warnings.add(new Warning(
                    "agents_not_self_hosted",
                    null,
                    feature.title()
                            + " has a self-hosted model, but Agents & flows does not; up to GitLab 19.4.1, such a flow fails with"
                            + " an offline license."));
        }
        if (entitlement(snapshot, feature) == EntitlementReason.IN_GRACE) {
            warnings.add(new Warning(
                    "subscription_in_grace",
                    null,
                    "The subscription has expired; requests are served until its grace period ends."));
        }
        if (model != null
                && model.identifier().startsWith("custom_openai/")
                && !WITH_V1.matcher(Objects.requireNonNull(model.endpoint())).matches()) {
            warnings.add(
                    new Warning(
                            "endpoint_without_v1",
                            "endpoint",
                            "The endpoint's path does not end in /v1, where OpenAI-compatible servers usually serve their API."));
        }
        if (model != null && DOCUMENTED_PREFIXES.stream().noneMatch(model.identifier()::startsWith)) {
            warnings.add(new Warning(
                    "identifier_prefix_uncommon",
                    "identifier",
                    "The prefix of the identifier is not one that GitLab documents. It works only if LiteLLM in the AI gateway"
                            + " knows it."));
        }
        return warnings;
    }

    private static boolean selfHosted(@Nullable Setting setting) {
        return setting != null && setting.provider() == Provider.SELF_HOSTED;
    }
}
