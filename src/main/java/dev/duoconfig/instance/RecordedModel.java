package dev.duoconfig.instance;

import org.jspecify.annotations.Nullable;

/**
 * What is recorded about one model of this service in one GitLab instance.
 *
 * @param modelId the id of the model here, which may have been deleted here
 * @param gitlabId its global id there; null while a creation has not been confirmed
 * @param name the name under which it was last created, updated, or found there
 * @param created whether this service created it there, and did not only find it
 * @param keyDigest the keyed digest of the API key that it has there as far as this service knows; null if none is known
 */
record RecordedModel(
        long modelId,
        @Nullable String gitlabId,
        String name,
        boolean created,
        @Nullable String keyDigest) {}
