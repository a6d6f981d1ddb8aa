package dev.duoconfig.configuration;

import org.jspecify.annotations.Nullable;

/** The URL of the GitLab to import from, and a token for its API. */
record GitLabImportRequest(@Nullable String url, @Nullable String token) {

    /** Never shows the token. */
    @Override
    public String toString() {
        return "GitLabImportRequest[" + url + "]";
    }
}
