package dev.duoconfig.instance;

import java.util.List;

/**
 * A plan as the API returns it, and as it is stored.
 *
 * @param instance the id of the GitLab instance
 * @param revision the revision of the configuration that it was compared with
 * @param inSync whether there are no steps; after an apply, whether no steps are left
 */
record GitLabPlan(
        long instance,
        long revision,
        GitLabPlanVersion gitlab,
        boolean inSync,
        List<GitLabPlanStep> steps,
        List<GitLabManualStep> manual,
        List<GitLabNotPossible> notPossible) {

    GitLabPlan {
        steps = List.copyOf(steps);
        manual = List.copyOf(manual);
        notPossible = List.copyOf(notPossible);
    }
}
