package dev.duoconfig.check;

/** What came of a step, or of all of them. */
enum CheckStatus {
    PASSED,
    FAILED,
    SKIPPED
}
