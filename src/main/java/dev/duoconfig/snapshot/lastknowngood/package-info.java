/**
 * The last-known-good file: the newest snapshot, sealed, for a start while the database is unavailable. See
 * docs/adr/0016-last-known-good-file.md.
 */
@NullMarked
package dev.duoconfig.snapshot.lastknowngood;

import org.jspecify.annotations.NullMarked;
