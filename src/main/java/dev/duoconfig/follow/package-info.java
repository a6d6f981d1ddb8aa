/**
 * How others learn of a new revision: they wait for it, or are told. What the revision holds is not here; nor is how this
 * instance learns of it, which is {@code snapshot}'s.
 */
@NullMarked
package dev.duoconfig.follow;

import org.jspecify.annotations.NullMarked;
