/**
 * From the database to the resolver's snapshot, and the one way to change the configuration: a transaction that carries
 * the change, its audit events and the next revision. What a change means is the business of the packages above.
 */
@NullMarked
package dev.duoconfig.snapshot;

import org.jspecify.annotations.NullMarked;
