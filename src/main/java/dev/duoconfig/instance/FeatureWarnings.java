package dev.duoconfig.instance;

import java.util.Set;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.resolve.Reason;
import dev.duoconfig.resolve.Snapshot;

/** Reports features that GitLab serves in another way than this service, although their settings are the same. */
final class FeatureWarnings {

    private final Snapshot here;
    private final FeatureForm form;
    private final FeatureSteps features;
    private final Set<String> deleted;
    private final Findings findings;

    /**
     * Prepares the warnings.
     *
     * @param deleted the global ids of the models that are deleted
     */
    FeatureWarnings(Snapshot here, GitLabState there, FeatureSteps features, Set<String> deleted, Findings findings) {
        this.here = here;
        this.form = new FeatureForm(there.offered());
        this.features = features;
        this.deleted = deleted;
        this.findings = findings;
    }

    void add() {
        for (var feature : here.catalogue().features()) {
            if (form.knows(feature.id())) {
                addEndpointTooLong(feature);
                addSendsToGitLab(feature);
            }
        }
    }

    private void addEndpointTooLong(Feature feature) {
        if (here.setting(feature.id()).provider() == Provider.SELF_HOSTED
                && FeatureResolver.resolve(here, feature).reason() == Reason.ENDPOINT_TOO_LONG) {
            findings.manual(
                    "feature_endpoint_too_long",
                    feature.id(),
                    "The endpoint of the feature's model is longer than the AI gateway accepts. GitLab sends requests of the"
                            + " feature to GitLab's own model instead.",
                    "Give the model a shorter endpoint here, or choose another model for the feature.");
        }
    }

    private void addSendsToGitLab(Feature feature) {
        // With an offline license, GitLab cannot use its own models.
        if (!here.gateway().vendoredModelsAllowed() && !here.entitlement().offlineLicense() && sendsToGitLab(feature)) {
            findings.manual(
                    "sends_to_gitlab",
                    feature.id(),
                    "GitLab's own models are not allowed here, but GitLab serves the feature with one of them.",
                    "Choose a self-hosted model for the feature here, or disable it.");
        }
    }

    private boolean sendsToGitLab(Feature feature) {
        var fallback = feature.fallback();
        return usesOwnModel(feature.id())
                || (unassigned(feature.id()) && (fallback == null || usesOwnModel(fallback) || unassigned(fallback)));
    }

    private boolean usesOwnModel(String feature) {
        return features.providerAfter(feature, deleted).equals(Provider.VENDORED.id());
    }

    private boolean unassigned(String feature) {
        return features.providerAfter(feature, deleted).equals(Provider.UNASSIGNED.id());
    }
}
