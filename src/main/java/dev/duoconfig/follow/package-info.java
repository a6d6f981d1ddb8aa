/**
 * Notification of callers: they wait for a new revision, or receive an event for it, at most until their token expires, and
 * within limits for each caller and for all. {@code snapshot} is how this instance itself learns of new revisions and what they
 * contain.
 */
@NullMarked
package dev.duoconfig.follow;

import org.jspecify.annotations.NullMarked;
