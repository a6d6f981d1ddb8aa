package dev.duoconfig.instance;

import dev.duoconfig.http.request.WriteCondition;

/**
 * The options of an apply.
 *
 * @param dryRun whether to plan only
 * @param sendKeys whether to send all API keys, also those that the GitLab has already
 * @param condition the plan that the caller has seen
 */
record ApplyOptions(boolean dryRun, boolean sendKeys, WriteCondition condition) {

    /** Ends the request with a 412 if it is for another plan. */
    void requireSeen(StoredPlan plan) {
        condition.requireExactly(
                plan.plan().revision(),
                plan.state(),
                "The configuration or the GitLab has changed since that plan, or only one of the two requests has send_keys=true. Plan again, then apply.");
    }
}
