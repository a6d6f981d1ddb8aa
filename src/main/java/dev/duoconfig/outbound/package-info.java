/**
 * The only package that opens connections: an HTTP client that looks names up, connects to checked addresses, and verifies
 * certificates. The rules for addresses are in {@code outbound.address}. What comes back is limited, in bytes and in JSON tokens, and
 * its texts are redacted here before other packages show or store them.
 *
 * <p>Nothing in this package knows models, gateways, or subscriptions.
 */
@NullMarked
package dev.duoconfig.outbound;

import org.jspecify.annotations.NullMarked;
