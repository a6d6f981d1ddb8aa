package dev.duoconfig.apikey;

import java.util.List;

/**
 * The master keys and their use by stored API keys.
 *
 * @param currentKeyId the id of the key that seals new API keys
 * @param keys the configured keys, the current one first, then the keys that are in use but not configured
 */
record Secrets(String currentKeyId, List<MasterKeyUse> keys, Rewrap rewrap) {}
