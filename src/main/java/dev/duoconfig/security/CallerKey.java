package dev.duoconfig.security;

/**
 * The key that limits count a caller by.
 *
 * @param name the name in the token
 */
public record CallerKey(String name) {}
