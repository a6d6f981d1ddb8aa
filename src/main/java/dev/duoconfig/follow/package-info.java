/**
 * Notification of callers: they wait for a new revision, or receive an event for it. {@code snapshot} is how this
 * instance itself learns of new revisions and what they contain.
 */
@NullMarked
package dev.duoconfig.follow;

import org.jspecify.annotations.NullMarked;
