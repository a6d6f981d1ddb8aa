package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** A merge patch of a GitLab instance; absent properties keep their values. */
record GitLabInstancePatch(
        JsonNullable<@Nullable String> name,
        JsonNullable<@Nullable String> url,
        JsonNullable<@Nullable String> token,
        JsonNullable<@Nullable String> follow,
        JsonNullable<@Nullable String> deleteModels) {

    /** The equivalent request to replace the GitLab instance. */
    GitLabInstanceRequest applyTo(InstanceEntity present) {
        return new GitLabInstanceRequest(
                name.orElse(present.name),
                url.orElse(present.url),
                token,
                follow.orElse(present.follow),
                deleteModels.orElse(present.deleteModels));
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "GitLabInstancePatch";
    }
}
