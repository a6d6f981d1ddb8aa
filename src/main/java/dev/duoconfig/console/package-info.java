/**
 * The console: the pages at {@code /console/}, built into the JAR, and what they need before their user has a token, which are,
 * with the list of issuers in {@code security}, the only operations of the contract without one.
 *
 * <p>Tokens, and the key that signs local ones, live in {@code security}. What the pages show and change, they read and write
 * through the operations that every other client calls.
 */
@NullMarked
package dev.duoconfig.console;

import org.jspecify.annotations.NullMarked;
