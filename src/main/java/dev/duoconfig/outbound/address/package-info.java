/**
 * URLs, IP addresses, the outbound allowlist, and the rules for which addresses may be reached. Pure: no name is looked
 * up and no connection is opened here.
 */
@NullMarked
package dev.duoconfig.outbound.address;

import org.jspecify.annotations.NullMarked;
