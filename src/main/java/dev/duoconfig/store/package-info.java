/**
 * The database: how the configuration is read at a revision, and the one way to change it, a transaction that carries
 * the change, its audit events, and the next revision. When background work may use the database is decided here too.
 *
 * <p>What a change means is the business of the packages above; what is served from a snapshot is in {@code snapshot}.
 */
@NullMarked
package dev.duoconfig.store;

import org.jspecify.annotations.NullMarked;
