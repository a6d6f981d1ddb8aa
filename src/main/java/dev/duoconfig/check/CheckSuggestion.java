package dev.duoconfig.check;

/**
 * A value that would probably help.
 *
 * @param field the property of the model, or {@code outbound_allowlist} of the gateway for an entry to add to it
 * @param reason what speaks for the value
 */
record CheckSuggestion(String field, String value, String reason) {}
