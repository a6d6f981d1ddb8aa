package dev.duoconfig.fuzz;

/**
 * A request with what may come of it.
 *
 * @param idea what it tries, in a few words
 */
record FuzzCase(String idea, Request request, ExpectedResponse expected) {}
