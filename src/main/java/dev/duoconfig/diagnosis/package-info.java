/**
 * The path {@code /diagnostics}: findings about the whole configuration, in the order in which to fix them. Each package
 * contributes the findings about its own part.
 */
@NullMarked
package dev.duoconfig.diagnosis;

import org.jspecify.annotations.NullMarked;
