package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a replica first showed a revision or a later one.
 *
 * @param byRevision the time of the answer by the revision it showed, each higher than all before
 */
record FirstSeen(NavigableMap<Long, Long> byRevision) {

    static final FirstSeen NEVER = new FirstSeen(new TreeMap<>());

    /** So long a replica must have lived on to be blamed for not having shown a revision. */
    private static final Duration MIN_UPTIME = Duration.ofSeconds(3);

    /** From answers in the order of their coming. */
    static FirstSeen of(List<Exchange> exchanges) {
        var byRevision = new TreeMap<Long, Long>();
        for (var exchange : exchanges) {
            if (byRevision.isEmpty() || exchange.revision() > byRevision.lastKey()) {
                byRevision.put(exchange.revision(), exchange.endedAt());
            }
        }
        return new FirstSeen(byRevision);
    }

    /** From the acknowledgement of a write; empty if the replica died too early to tell. */
    Optional<Duration> delay(Exchange write, Uptime uptime) {
        var first = byRevision.ceilingEntry(write.revision());
        if (first != null) {
            return Optional.of(Duration.ofNanos(Math.max(0, first.getValue() - write.endedAt())));
        }
        var unseen = Duration.ofNanos(uptime.to() - write.endedAt());
        return unseen.compareTo(MIN_UPTIME) > 0 ? Optional.of(unseen) : Optional.empty();
    }
}
