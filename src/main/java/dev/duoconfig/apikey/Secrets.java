package dev.duoconfig.apikey;

import java.util.List;

/**
 * Which master keys the stored API keys hang on.
 *
 * @param currentKeyId the id of the key that seals new values
 * @param keys the configured ones, the current one first, then those that values hang on although they are not configured
 */
record Secrets(String currentKeyId, List<MasterKeyUse> keys, Rewrap rewrap) {}
