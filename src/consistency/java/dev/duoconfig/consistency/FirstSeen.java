package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The times at which a replica first showed each revision or a later one.
 *
 * @param byRevision the time of the response by its revision, for revisions higher than all before
 */
record FirstSeen(NavigableMap<Long, Long> byRevision) {

    static final FirstSeen NEVER = new FirstSeen(new TreeMap<>());

    /** The uptime after a write for which a replica that never shows its revision counts as stale. */
    private static final Duration MIN_UPTIME = Duration.ofSeconds(3);

    /** Creates the times from exchanges in order of their end. */
    static FirstSeen of(List<Exchange> exchanges) {
        var byRevision = new TreeMap<Long, Long>();
        for (var exchange : exchanges) {
            if (byRevision.isEmpty() || exchange.revision() > byRevision.lastKey()) {
                byRevision.put(exchange.revision(), exchange.endedAt());
            }
        }
        return new FirstSeen(byRevision);
    }

    /** The delay after the acknowledgment of a write; empty if the replica stopped too early for a measurement. */
    Optional<Duration> delay(Exchange write, Uptime uptime) {
        var first = byRevision.ceilingEntry(write.revision());
        if (first != null) {
            return Optional.of(Duration.ofNanos(Math.max(0, first.getValue() - write.endedAt())));
        }
        var unseen = Duration.ofNanos(uptime.to() - write.endedAt());
        return unseen.compareTo(MIN_UPTIME) > 0 ? Optional.of(unseen) : Optional.empty();
    }
}
