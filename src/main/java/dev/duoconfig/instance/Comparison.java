package dev.duoconfig.instance;

import dev.duoconfig.gitlab.GitLabState;

/**
 * A GitLab compared with this configuration at one moment.
 *
 * @param there what the GitLab said
 * @param known what is recorded about its models
 * @param stored the plan as it is shown
 */
record Comparison(
        InstanceConnection instance,
        Desired desired,
        GitLabState there,
        KnownModels known,
        Plan plan,
        StoredPlan stored) {

    boolean inSync() {
        return plan.steps().isEmpty();
    }

    long revision() {
        return desired.snapshot().revision();
    }
}
