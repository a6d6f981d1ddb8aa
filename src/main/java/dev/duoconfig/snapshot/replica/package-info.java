/**
 * How an instance learns of changes that other instances commit: notifications from PostgreSQL, and a poll for what they
 * miss. See docs/adr/0017-notifications-are-hints.md. How callers learn of them is in {@code follow}.
 */
@NullMarked
package dev.duoconfig.snapshot.replica;

import org.jspecify.annotations.NullMarked;
