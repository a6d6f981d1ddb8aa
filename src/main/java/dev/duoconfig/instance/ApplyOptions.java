package dev.duoconfig.instance;

import dev.duoconfig.http.request.WriteCondition;

/**
 * The options of an apply.
 *
 * @param dryRun whether to plan only
 * @param sendKeys whether to send all API keys, also those that the GitLab has already
 * @param condition the plan that the caller has seen
 */
record ApplyOptions(boolean dryRun, boolean sendKeys, WriteCondition condition) {}
