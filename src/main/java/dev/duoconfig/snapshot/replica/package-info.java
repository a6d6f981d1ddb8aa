/**
 * Learning of changes that other instances commit: notifications from PostgreSQL, and a poll for changes that they
 * miss. See docs/adr/0017-notifications-are-hints.md. Callers learn of changes through {@code follow}.
 */
@NullMarked
package dev.duoconfig.snapshot.replica;

import org.jspecify.annotations.NullMarked;
