/**
 * Limits on how much runs at once, for each caller and for all callers together. The package does not know who the callers are or
 * what they run: packages that let a caller hold a thread, a connection, or a place in a queue use it.
 */
@NullMarked
package dev.duoconfig.limit;

import org.jspecify.annotations.NullMarked;
