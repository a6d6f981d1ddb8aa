package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * How long after the acknowledgement of a write the other replicas went on without it, and how long an answer took at the
 * same time, both in order. A machine that is busy with other things makes both longer.
 *
 * @param delayNanos one for each write and each other replica that lived long enough to show it
 * @param readNanos one for each look at a revision
 */
record Staleness(List<Long> delayNanos, List<Long> readNanos) {

    /** What a replica does to show a new revision: it hears of it, reads it, makes it ready and answers. */
    private static final int STEPS = 4;

    Staleness {
        delayNanos = delayNanos.stream().sorted().toList();
        readNanos = readNanos.stream().sorted().toList();
    }

    /**
     * Measures the writes that were acknowledged at some moments.
     *
     * @param counts those that count
     */
    static Staleness of(History history, AuditReplay replay, LongPredicate counts) {
        var withRevision = history.exchanges().stream()
                .filter(exchange -> exchange.revision() >= 0)
                .sorted(Comparator.comparingLong(Exchange::endedAt))
                .collect(Collectors.groupingBy(Exchange::replica));
        var firstSeen = withRevision.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> FirstSeen.of(entry.getValue())));
        var delayNanos = new ArrayList<Long>();
        for (var write : history.exchanges()) {
            var changed = write.acknowledged() && !replay.eventsOf(write.id()).isEmpty();
            if (changed && counts.test(write.endedAt())) {
                for (var uptime : history.uptimes()) {
                    if (!uptime.replica().equals(write.replica())
                            && uptime.from() <= write.startedAt()
                            && uptime.to() > write.endedAt()) {
                        var seen = firstSeen.getOrDefault(uptime.replica(), FirstSeen.NEVER);
                        seen.delay(write, uptime).ifPresent(delay -> delayNanos.add(delay.toNanos()));
                    }
                }
            }
        }
        var readNanos = history.exchanges().stream()
                .filter(exchange -> exchange.call().equals(Call.REVISION) && counts.test(exchange.startedAt()))
                .map(exchange -> exchange.endedAt() - exchange.startedAt())
                .toList();
        return new Staleness(delayNanos, readNanos);
    }

    Duration percentile(double share) {
        return percentile(delayNanos, share);
    }

    /** What the machine itself takes in the worst of a hundred cases, which on an idle one is next to nothing. */
    Duration machineDelay() {
        return percentile(readNanos, 0.99).multipliedBy(STEPS);
    }

    private static Duration percentile(List<Long> ordered, double share) {
        var index = (int) Math.ceil(share * ordered.size()) - 1;
        return ordered.isEmpty() ? Duration.ZERO : Duration.ofNanos(ordered.get(Math.max(0, index)));
    }

    @Override
    public String toString() {
        return "p50 %d ms, p99 %d ms, at most %d ms (%d measured; a look took p50 %d ms, p99 %d ms)"
                .formatted(
                        percentile(0.5).toMillis(),
                        percentile(0.99).toMillis(),
                        percentile(1).toMillis(),
                        delayNanos.size(),
                        percentile(readNanos, 0.5).toMillis(),
                        percentile(readNanos, 0.99).toMillis());
    }
}
