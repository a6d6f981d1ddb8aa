package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;

/**
 * A record about one model of this service in one GitLab instance.
 *
 * @param modelId the id of the model here, which may have been deleted here
 * @param gitlabId its global id there; null while a creation has not been confirmed
 * @param name the name under which it was last created, updated, or found there
 * @param created whether this service created it there, and did not only find it
 * @param keyDigest the keyed digest of the API key that it has there as far as this service knows, {@link #NO_KEY}, or
 *     {@link #UNKNOWN}; null if nothing is known about a key
 */
record RecordedModel(
        long modelId,
        @Nullable String gitlabId,
        String name,
        boolean created,
        @Nullable String keyDigest) {

    /** In place of a digest: the model had a key there when it was found, and none here. */
    static final String NO_KEY = "none";

    /** In place of a digest: the key there is no longer known, as after a restore of the database. */
    static final String UNKNOWN = "unknown";

    /** Whether a recorded value is the digest of a key that this service knows. */
    static boolean isDigest(@Nullable String keyDigest) {
        return keyDigest != null && !keyDigest.equals(NO_KEY) && !keyDigest.equals(UNKNOWN);
    }
}
