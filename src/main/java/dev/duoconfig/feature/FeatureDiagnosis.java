package dev.duoconfig.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.diagnosis.Diagnosis;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Explanation;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.resolve.Reason;
import dev.duoconfig.resolve.SentToGitLab;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports the status of each feature that is available or has a choice. */
@ApplicationScoped
class FeatureDiagnosis implements Diagnosis {

    @Override
    public Part part() {
        return Part.FEATURES;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        var known = snapshot.catalogue().features().stream().flatMap(feature -> findings(feature, snapshot));
        return Stream.concat(known, unknown(snapshot)).toList();
    }

    /** The settings of features that only another catalogue contains. */
    private static Stream<Finding> unknown(Snapshot snapshot) {
        var catalogue = snapshot.catalogue();
        return snapshot.settings().keySet().stream()
                .filter(id ->
                        catalogue.feature(id) == null && !snapshot.setting(id).unassigned())
                .sorted()
                .map(id -> Finding.ok(
                        "feature_not_in_catalogue",
                        "/features/" + id,
                        "GitLab " + catalogue.version() + " has no feature '" + id
                                + "'. Its setting stays stored, and is in effect again with a catalogue that contains the"
                                + " feature."));
    }

    private static Stream<Finding> findings(Feature feature, Snapshot snapshot) {
        var explanation = FeatureResolver.explain(snapshot, feature);
        var resolution = explanation.resolution();
        var subject = "/features/" + feature.id();
        var findings = new ArrayList<Finding>();
        var sent = SentToGitLab.of(snapshot, feature, resolution);
        if (isShown(feature, snapshot)) {
            if (sent == null || !SentToGitLabFinding.replacesDecision(sent, resolution)) {
                findings.add(decision(explanation, subject, feature));
            }
            resolution.warnings().stream()
                    .flatMap(warning -> warning(warning, feature, subject))
                    .forEach(findings::add);
        }
        if (sent != null) {
            findings.add(SentToGitLabFinding.of(sent, resolution, snapshot));
        }
        return findings.stream();
    }

    private static boolean isShown(Feature feature, Snapshot snapshot) {
        return Availability.obstacle(snapshot, feature) == null
                || !snapshot.setting(feature.id()).unassigned();
    }

    private static Finding decision(Explanation explanation, String subject, Feature feature) {
        var detail = explanation.decision();
        var reason = explanation.resolution().reason();
        return switch (explanation.resolution().status()) {
            case READY -> Finding.ok("feature_ready", subject, detail);
            case DISABLED -> Finding.ok("feature_disabled", subject, detail);
            case UNASSIGNED ->
                Finding.warning(
                        "feature_without_model",
                        subject,
                        detail,
                        "Choose a model with PUT " + subject + ", or set the feature to Disabled.");
            case BLOCKED ->
                Finding.error(
                        "feature_blocked_" + reason.id(),
                        subject,
                        "%s is blocked. %s".formatted(feature.title(), detail),
                        remedy(reason));
        };
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case SUBSCRIPTION_REQUIRED -> "Fix the subscription first.";
            case PLAN_EXCLUDES_FEATURE -> "Upgrade to GitLab Ultimate, or set the feature to Disabled.";
            case BETA_FEATURES_OFF ->
                "Turn on beta models and features with PATCH /gateway, or set the feature to Disabled.";
            case VENDORED_NOT_ALLOWED ->
                "Choose a self-hosted model, set the feature to Disabled, or allow GitLab's own models with PATCH /gateway"
                        + " (vendored_models_allowed).";
            case VENDORED_NEEDS_ONLINE_LICENCE -> "Choose a self-hosted model, or set the feature to Disabled.";
            case ENDPOINT_TOO_LONG ->
                "Give the model a shorter endpoint with PATCH /models/{id}, or choose another model.";
            case BETA_MODELS_OFF -> "Turn on beta models and features with PATCH /gateway, or choose another model.";
            case GATEWAY_NOT_CONFIGURED -> "Set the AI gateway URL with PATCH /gateway.";
            case DISABLED, INHERITED_DISABLED, NOT_CONFIGURED, ASSIGNED, INHERITED ->
                throw new IllegalArgumentException("Not a reason why a feature is blocked: " + reason);
        };
    }

    /** The finding about a warning that is not one of the model or the subscription, which have findings of their own. */
    private static Stream<Finding> warning(Warning warning, Feature feature, String subject) {
        if (warning.code().equals("family_not_supported_by_flow")) {
            var accepted = feature.families().stream()
                    .filter(family -> !feature.refusedFamilies().contains(family))
                    .collect(Collectors.joining(", "));
            return Stream.of(Finding.warning(
                    warning.code(),
                    subject,
                    warning.detail(),
                    "Choose a model of a family that the flow accepts with PUT " + subject + ": " + accepted + "."));
        }
        if ("family".equals(warning.field())) {
            return Stream.of(Finding.warning(
                    warning.code(),
                    subject,
                    warning.detail(),
                    "Test the feature, or choose a model of a compatible family with PUT " + subject + "."));
        }
        return warning.code().equals("agents_not_self_hosted")
                ? Stream.of(Finding.warning(
                        warning.code(),
                        subject,
                        warning.detail(),
                        "Choose a self-hosted model with PUT /features/" + feature.signedBy() + " too."))
                : Stream.empty();
    }
}
