/**
 * The newest check of each stored model and of the gateway: who needs it reads it here, and the checks record it here. It is
 * outside the configuration's revision, and contains only our own words.
 *
 * <p>The database deletes a check when something changes that the check depends on, with triggers, because release 0.2 can make
 * the change, too.
 */
@NullMarked
package dev.duoconfig.lastcheck;

import org.jspecify.annotations.NullMarked;
