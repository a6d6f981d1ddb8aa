package dev.duoconfig.resolve;

/** The status of a step of a check, or of the whole check. */
public enum CheckStatus {
    PASSED,
    FAILED,
    SKIPPED
}
