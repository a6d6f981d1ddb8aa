package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;

/**
 * The progress of an apply.
 *
 * @param done the number of steps that are done
 * @param steps the number of all steps
 */
record GitLabInstanceProgress(int done, int steps) {

    static @Nullable GitLabInstanceProgress from(StatusEntity status) {
        var done = status.stepsDone;
        var total = status.stepsTotal;
        return done == null || total == null ? null : new GitLabInstanceProgress(done, total);
    }
}
