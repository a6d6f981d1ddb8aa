package dev.duoconfig.fuzz;

/**
 * A request with what may come of it.
 *
 * @param description what it tries, in a few words
 */
record FuzzCase(String description, Request request, ExpectedResponse expected) {}
