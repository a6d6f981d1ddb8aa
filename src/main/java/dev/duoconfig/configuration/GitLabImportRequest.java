package dev.duoconfig.configuration;

import org.jspecify.annotations.Nullable;

/** Which GitLab to take the configuration from, and a token for it. */
record GitLabImportRequest(@Nullable String url, @Nullable String token) {

    /** Never shows the token. */
    @Override
    public String toString() {
        return "GitLabImportRequest[" + url + "]";
    }
}
