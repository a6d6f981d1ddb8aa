package dev.duoconfig.instance;

import java.util.Map;
import java.util.Set;

import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a GitLab instance is to have.
 *
 * @param agentPlatformUrl the address of the Agent Platform's service; null if it is not set here
 * @param agentPlatformTls whether the Agent Platform's service is to be called with TLS
 * @param keyDigests a keyed digest of the API key of each model that has a readable one, by the id of the model
 * @param unreadableKeys the ids of the models whose stored API key cannot be decrypted
 */
record Desired(
        Snapshot snapshot,
        @Nullable String agentPlatformUrl,
        boolean agentPlatformTls,
        Map<Long, String> keyDigests,
        Set<Long> unreadableKeys) {

    Desired {
        keyDigests = Map.copyOf(keyDigests);
        unreadableKeys = Set.copyOf(unreadableKeys);
    }
}
