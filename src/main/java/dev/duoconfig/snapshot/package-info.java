/**
 * What this instance serves: the current snapshot and the responses prepared from it, swapped as one reference. How they
 * are requested is in {@code prepared}, how other instances' changes arrive in {@code replica}, and how a start without
 * the database works in {@code lastknowngood}.
 */
@NullMarked
package dev.duoconfig.snapshot;

import org.jspecify.annotations.NullMarked;
