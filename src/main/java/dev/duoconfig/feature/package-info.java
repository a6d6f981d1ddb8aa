/**
 * The path {@code /features}: an administrator's choice for each feature, and its effect. The decision rules are in
 * {@code resolve}.
 */
@NullMarked
package dev.duoconfig.feature;

import org.jspecify.annotations.NullMarked;
