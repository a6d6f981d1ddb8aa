package dev.duoconfig.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.body.ReadOnly;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The new definition of a stored GitLab instance, possibly within all that a GET returned. */
record GitLabInstanceReplacement(
        @Nullable String name,
        @Nullable String url,
        JsonNullable<@Nullable String> token,
        @Nullable String follow,
        @Nullable String deleteModels,
        @ReadOnly @Nullable JsonNode id,
        @ReadOnly @Nullable JsonNode hasToken,
        @ReadOnly @Nullable JsonNode tokenUpdatedAt,
        @ReadOnly(changing = true) @Nullable JsonNode version,
        @ReadOnly(changing = true) @Nullable JsonNode status,
        @ReadOnly @Nullable JsonNode updatedAt,
        @ReadOnly @Nullable JsonNode updatedBy) {

    GitLabInstanceRequest request() {
        return new GitLabInstanceRequest(name, url, token, follow, deleteModels);
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "GitLabInstanceReplacement[" + name + "]";
    }
}
