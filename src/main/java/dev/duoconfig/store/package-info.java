/**
 * The database: reads of the configuration at a revision, and the way to change it, a transaction with the change, its
 * audit events, and the next revision. This package also decides when background jobs may use the database, and recognizes a
 * database that was set back or restored.
 *
 * <p>The packages that use this one define what a change means. Only the rotation of the master key changes rows without a
 * revision. {@code snapshot} serves requests from snapshots.
 */
@NullMarked
package dev.duoconfig.store;

import org.jspecify.annotations.NullMarked;
