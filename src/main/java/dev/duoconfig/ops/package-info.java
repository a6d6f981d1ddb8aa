/**
 * What the operator meets: the order of things at start, and health. No path of the contract lives here.
 */
@NullMarked
package dev.duoconfig.ops;

import org.jspecify.annotations.NullMarked;
