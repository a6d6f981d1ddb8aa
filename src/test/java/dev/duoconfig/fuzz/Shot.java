package dev.duoconfig.fuzz;

/**
 * A request with what may come of it.
 *
 * @param idea what it tries, in a few words
 */
record Shot(String idea, Request request, Expected expected) {}
