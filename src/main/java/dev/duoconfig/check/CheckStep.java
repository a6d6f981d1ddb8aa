package dev.duoconfig.check;

/**
 * One step of a check.
 *
 * @param detail what happened, and nothing that another server said
 */
record CheckStep(StepName name, CheckStatus status, String detail, long durationMs) {}
