package dev.duoconfig.instance;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The status of a GitLab instance: its known state, outside the revision.
 *
 * @param differences the number of steps that the last comparison found, or that are left after an apply
 * @param revision the revision that it was last compared with
 * @param checkedAt the time of the last comparison that succeeded
 * @param appliedAt the time when a step was last made there
 * @param error the reason why the last comparison or apply failed
 * @param progress the progress of the running apply; null if none is running
 */
record GitLabInstanceStatus(
        InstanceState state,
        int differences,
        @Nullable Long revision,
        @Nullable Instant checkedAt,
        @Nullable Instant appliedAt,
        @Nullable String error,
        @Nullable GitLabInstanceProgress progress) {

    static GitLabInstanceStatus from(StatusEntity status) {
        return new GitLabInstanceStatus(
                InstanceState.of(status.state),
                status.differences,
                status.revision,
                status.checkedAt,
                status.appliedAt,
                status.error,
                GitLabInstanceProgress.from(status));
    }
}
