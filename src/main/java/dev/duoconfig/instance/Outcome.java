package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;

/**
 * The result of a comparison.
 *
 * @param applied whether something was changed in the GitLab
 * @param error what an administrator has to know; null for nothing
 */
record Outcome(String state, boolean applied, @Nullable String error) {

    static Outcome of(boolean inSync, boolean applied) {
        return new Outcome(inSync ? "in_sync" : "different", applied, null);
    }

    static Outcome notApplied(String reason) {
        return new Outcome("different", false, reason);
    }

    static Outcome stopped(boolean applied, String reason) {
        return new Outcome("different", applied, reason);
    }

    static Outcome failed(boolean applied, String error) {
        return new Outcome("failed", applied, error);
    }
}
