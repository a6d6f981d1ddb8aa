package dev.duoconfig.instance;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A GitLab instance as the API returns it, without its token.
 *
 * @param id null only in a dry run of a creation
 * @param version the version of that GitLab; null if it is not known
 */
record GitLabInstance(
        @Nullable Long id,
        String name,
        String url,
        boolean hasToken,
        Instant tokenUpdatedAt,
        Follow follow,
        DeleteModels deleteModels,
        @Nullable String version,
        GitLabInstanceStatus status,
        Instant updatedAt,
        String updatedBy) {

    static GitLabInstance from(InstanceEntity entity, StatusEntity status) {
        return new GitLabInstance(
                entity.id,
                entity.name,
                entity.url,
                true,
                entity.tokenUpdatedAt,
                Follow.of(entity.follow),
                DeleteModels.of(entity.deleteModels),
                status.gitlabVersion,
                GitLabInstanceStatus.from(status),
                entity.updatedAt,
                entity.updatedBy);
    }

    GitLabInstance withoutId() {
        return new GitLabInstance(
                null, name, url, hasToken, tokenUpdatedAt, follow, deleteModels, version, status, updatedAt, updatedBy);
    }
}
