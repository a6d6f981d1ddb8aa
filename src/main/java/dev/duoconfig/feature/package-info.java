/**
 * The path {@code /features}: what an administrator chose for each feature, and what follows from it. The rules that
 * decide are in {@code resolve}.
 */
@NullMarked
package dev.duoconfig.feature;

import org.jspecify.annotations.NullMarked;
