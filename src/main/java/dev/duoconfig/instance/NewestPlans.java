package dev.duoconfig.instance;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.CommonProblems;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;

/** The newest plans of GitLab instances, also for callers on whose behalf no token of an instance is sent. */
@ApplicationScoped
class NewestPlans {

    private final Instances instances;
    private final InstanceStatuses statuses;

    NewestPlans(Instances instances, InstanceStatuses statuses) {
        this.instances = instances;
        this.statuses = statuses;
    }

    /** The newest plan; a 404 if there is none yet. */
    StoredPlan of(long instanceId) {
        instances.requireExistence(instanceId);
        return statuses.plan(instanceId)
                .orElseThrow(() -> new ApiException(
                        ProblemType.GITLAB_PLAN_NOT_FOUND,
                        "The instance has not been compared yet. Compare it with POST /gitlab-instances/%d/plan and the role admin, or let it follow with follow=report."
                                .formatted(instanceId)));
    }

    /** The newest plan in place of a comparison. None that sends all keys is kept. */
    StoredPlan insteadOfComparing(long instanceId, boolean sendKeys) {
        if (sendKeys) {
            throw CommonProblems.storedTokenNotAllowed(
                    "The newest plan is without send_keys=true: leave it out, or use a token with the role admin.");
        }
        return of(instanceId);
    }
}
