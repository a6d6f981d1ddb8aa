package dev.duoconfig.apikey;

/**
 * A master key and its use.
 *
 * @param keyId its id, which reveals nothing about the key
 * @param current whether new API keys are sealed under it
 * @param configured whether this instance has it
 * @param values the number of stored API keys that are sealed under it
 */
record MasterKeyUse(String keyId, boolean current, boolean configured, int values) {}
