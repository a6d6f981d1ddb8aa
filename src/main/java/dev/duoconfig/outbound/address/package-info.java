/**
 * URLs, IP addresses, the outbound allowlist, and the outbound rules. Pure: nothing here looks up a name or opens a
 * connection.
 */
@NullMarked
package dev.duoconfig.outbound.address;

import org.jspecify.annotations.NullMarked;
