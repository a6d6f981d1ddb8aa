/**
 * Tests of the packaged application as users run it: a process of its own, its environment, its signals.
 *
 * <p>What it answers over HTTP is tested in the packages of its routes.
 */
@NullMarked
package dev.duoconfig.packaged;

import org.jspecify.annotations.NullMarked;
