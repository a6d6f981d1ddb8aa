package dev.duoconfig.feature;

import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Resolution;
import dev.duoconfig.resolve.SentToGitLab;
import dev.duoconfig.resolve.SentToGitLab.Cause;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Status;

/** The finding about a feature whose requests GitLab would send to its own models, although they are not allowed. */
final class SentToGitLabFinding {

    private static final String CODE = "sends_to_gitlab";

    private SentToGitLabFinding() {}

    /** Whether the finding says the same as the one about the decision, which is then left out. */
    static boolean replacesDecision(SentToGitLab sent, Resolution resolution) {
        return !sent.ruledOutByLicense() && resolution.reason() == sent.cause().reason();
    }

    static Finding of(SentToGitLab sent, Resolution resolution, Snapshot snapshot) {
        var subject = "/features/" + sent.feature().id();
        var situation = situation(sent, resolution, snapshot);
        if (sent.ruledOutByLicense()) {
            return Finding.ok(
                    CODE,
                    subject,
                    ("GitLab's own models are not allowed, and %s. GitLab cannot send its requests to them, because the license is"
                                    + " an offline license; with an online license, it would.")
                            .formatted(situation));
        }
        var detail = "GitLab's own models are not allowed, but %s%s".formatted(situation, consequence(sent.cause()));
        var remedy = remedy(sent, subject, snapshot);
        return replacesDecision(sent, resolution) && resolution.status() == Status.BLOCKED
                ? Finding.error(CODE, subject, detail, remedy)
                : Finding.warning(CODE, subject, detail, remedy);
    }

    private static String situation(SentToGitLab sent, Resolution resolution, Snapshot snapshot) {
        var title = sent.feature().title();
        return switch (sent.cause()) {
            case NO_MODEL -> title + " has no model";
            case OWN_MODEL_CHOSEN -> {
                var decider = resolution.resolvedFrom();
                var fallback = decider == null || decider.equals(sent.feature().id())
                        ? null
                        : snapshot.catalogue().feature(decider);
                yield fallback == null
                        ? title + " is set to GitLab's own model"
                        : "%s is set to GitLab's own model, and %s has no setting of its own"
                                .formatted(fallback.title(), title);
            }
            case ENDPOINT_IGNORED -> title + " has a model whose endpoint is longer than the AI gateway accepts";
        };
    }

    private static String consequence(Cause cause) {
        return switch (cause) {
            case NO_MODEL -> ", so GitLab sends its requests to GitLab's own models.";
            case OWN_MODEL_CHOSEN ->
                ". The feature is blocked here, but a GitLab with the same setting sends its requests to GitLab's own models.";
            case ENDPOINT_IGNORED ->
                ". The feature is blocked here, but for a GitLab with the same setting, the AI gateway sends its requests to"
                        + " GitLab's own models.";
        };
    }

    private static String remedy(SentToGitLab sent, String subject, Snapshot snapshot) {
        if (Availability.obstacle(snapshot, sent.feature()) != null) {
            return "Set the feature to Disabled with PUT " + subject
                    + ", or turn on beta models and features with PATCH /gateway (beta_features_enabled) and choose a self-hosted"
                    + " model.";
        }
        var choose = "Choose a self-hosted model with PUT " + subject;
        return switch (sent.cause()) {
            case NO_MODEL -> choose + ", or set the feature to Disabled.";
            case OWN_MODEL_CHOSEN ->
                choose + ", set the feature to Disabled, or allow GitLab's own models with PATCH /gateway"
                        + " (vendored_models_allowed).";
            case ENDPOINT_IGNORED ->
                "Give the model a shorter endpoint with PATCH /models/{id}, or choose another model with PUT " + subject
                        + ".";
        };
    }
}
