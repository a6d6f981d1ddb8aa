package dev.duoconfig.instance;

import dev.duoconfig.secret.DigestKey;

/**
 * A GitLab instance with what comparing and applying needs.
 *
 * @param revision the revision in which the instance was last changed
 * @param digestKey the key of the digests of API keys
 */
record InstanceConnection(
        long id,
        String name,
        long revision,
        GitLabConnection gitlab,
        Follow follow,
        DeleteModels deleteModels,
        DigestKey digestKey) {

    /** A digest of an API key that reveals nothing about it, and differs between GitLab instances and between models. */
    String digest(long modelId, String apiKey) {
        return digestKey.digest(modelId + "|" + apiKey);
    }
}
