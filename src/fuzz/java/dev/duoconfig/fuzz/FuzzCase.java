package dev.duoconfig.fuzz;

/**
 * A request with the response that it deserves.
 *
 * @param description the mutation in a few words
 */
record FuzzCase(String description, Request request, ExpectedResponse expected) {}
