package dev.duoconfig.audit;

import java.time.Instant;
import java.util.List;

/**
 * A revision as returned to callers.
 *
 * @param actor the name of the caller who made the change
 * @param summary the change in a sentence
 * @param actions the different actions of the change, in the order in which they were recorded
 * @param effectiveChanges the number of features for which something else came into effect
 */
record RevisionEntry(
        long revision, Instant at, String actor, String summary, List<String> actions, int effectiveChanges) {}
