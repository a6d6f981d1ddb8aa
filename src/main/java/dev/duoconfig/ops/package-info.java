/**
 * What the operator meets: the order of things at start, health, and logging. No path of the contract lives here.
 */
@NullMarked
package dev.duoconfig.ops;

import org.jspecify.annotations.NullMarked;
