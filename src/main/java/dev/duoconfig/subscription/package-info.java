/**
 * The path {@code /subscription}: the last subscription that could be read, its sources, and whether it entitles. What an
 * entitlement allows is decided in {@code resolve} and by the services that change things.
 */
@NullMarked
package dev.duoconfig.subscription;

import org.jspecify.annotations.NullMarked;
