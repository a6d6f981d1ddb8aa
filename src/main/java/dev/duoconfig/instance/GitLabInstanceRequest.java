package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The requested state of a GitLab instance. An absent token keeps the stored one; other absent properties have defaults. */
record GitLabInstanceRequest(
        @Nullable String name,
        @Nullable String url,
        JsonNullable<@Nullable String> token,
        @Nullable String follow,
        @Nullable String deleteModels) {

    /** Omits the token. */
    @Override
    public String toString() {
        return "GitLabInstanceRequest[" + name + "]";
    }
}
