/**
 * Traces: whether there are any, which spans are kept, and their settings. {@code http} and {@code outbound} make the spans of requests
 * and of outgoing calls, the framework those of the database, and {@code outbound} sends them. See docs/adr/0035-traces.md.
 */
@NullMarked
package dev.duoconfig.trace;

import org.jspecify.annotations.NullMarked;
