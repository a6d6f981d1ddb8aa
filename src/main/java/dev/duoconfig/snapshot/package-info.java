/**
 * The state that this instance serves: the current snapshot and the responses prepared from it, replaced together.
 * Requests for prepared responses are handled in {@code prepared}, changes by other instances in {@code replica}, and a
 * start without the database in {@code lastknowngood}.
 */
@NullMarked
package dev.duoconfig.snapshot;

import org.jspecify.annotations.NullMarked;
