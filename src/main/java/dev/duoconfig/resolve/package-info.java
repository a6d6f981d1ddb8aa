/**
 * The pure core: from a {@link dev.duoconfig.resolve.Snapshot} of the configuration to the one decision for each feature,
 * and its explanation. No input, no output, no clock and no framework: whoever needs those lives elsewhere.
 */
@NullMarked
package dev.duoconfig.resolve;

import org.jspecify.annotations.NullMarked;
