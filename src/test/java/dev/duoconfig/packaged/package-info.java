/**
 * Tests of the packaged application as users run it: as a separate process, with its environment and signals.
 *
 * <p>Tests of its HTTP responses live in the packages of the routes.
 */
@NullMarked
package dev.duoconfig.packaged;

import org.jspecify.annotations.NullMarked;
