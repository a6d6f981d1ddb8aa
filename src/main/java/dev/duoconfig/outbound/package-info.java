/**
 * The only way out of the process: URLs, the rules for which addresses may be reached, and the one HTTP client.
 *
 * <p>What is asked of whom, and what an answer means, does not live here: nothing in this package knows models,
 * gateways or subscriptions.
 */
@NullMarked
package dev.duoconfig.outbound;

import org.jspecify.annotations.NullMarked;
