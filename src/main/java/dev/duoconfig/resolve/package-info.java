/**
 * The pure core, which turns a {@link dev.duoconfig.resolve.Snapshot} of the configuration into a decision for each
 * feature, and explains it. Uses no I/O, no clock, and no framework.
 */
@NullMarked
package dev.duoconfig.resolve;

import org.jspecify.annotations.NullMarked;
