/**
 * The path {@code /subscription}: the last subscription that could be read, its sources, and its entitlement. Package
 * {@code resolve} and the services that make changes decide what an entitlement allows.
 */
@NullMarked
package dev.duoconfig.subscription;

import org.jspecify.annotations.NullMarked;
