/**
 * The database: reads of the configuration at a revision, and the only way to change it, a transaction with the change, its
 * audit events, and the next revision. This package also decides when background jobs may use the database.
 *
 * <p>The packages above define what a change means; {@code snapshot} serves requests from snapshots.
 */
@NullMarked
package dev.duoconfig.store;

import org.jspecify.annotations.NullMarked;
