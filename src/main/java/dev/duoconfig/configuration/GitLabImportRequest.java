package dev.duoconfig.configuration;

import org.jspecify.annotations.Nullable;

/**
 * The GitLab to import from.
 *
 * @param url its URL
 * @param token a token for its API
 * @param instance the id of a stored GitLab instance, in place of the URL and the token
 */
record GitLabImportRequest(
        @Nullable String url,
        @Nullable String token,
        @Nullable Long instance) {

    /** Never shows the token. */
    @Override
    public String toString() {
        return "GitLabImportRequest[" + (instance == null ? url : instance) + "]";
    }
}
