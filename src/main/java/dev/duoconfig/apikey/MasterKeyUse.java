package dev.duoconfig.apikey;

/**
 * One master key and what hangs on it.
 *
 * @param keyId its id, which tells nothing of the key
 * @param current whether new values are sealed under it
 * @param configured whether this instance has it
 * @param values how many stored API keys are sealed under it
 */
record MasterKeyUse(String keyId, boolean current, boolean configured, int values) {}
