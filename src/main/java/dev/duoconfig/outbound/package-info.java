/**
 * The only package that opens connections: an HTTP client that looks names up, connects to checked addresses, and verifies
 * certificates. The rules for addresses are in {@code outbound.address}.
 *
 * <p>Nothing in this package knows models, gateways, or subscriptions.
 */
@NullMarked
package dev.duoconfig.outbound;

import org.jspecify.annotations.NullMarked;
