package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * The delays from the acknowledgment of a write until other replicas show it, and the durations of reads in the same time,
 * both sorted. A busy machine makes both longer.
 *
 * @param delayNanos one delay for each write and each other replica that ran long enough to show it
 * @param readNanos one duration for each read of the revision
 */
record Staleness(List<Long> delayNanos, List<Long> readNanos) {

    /** The steps until a replica shows a new revision: notification, load, preparation, and response. */
    private static final int STEPS = 4;

    Staleness {
        delayNanos = delayNanos.stream().sorted().toList();
        readNanos = readNanos.stream().sorted().toList();
    }

    /**
     * Measures the writes that were acknowledged at some moments.
     *
     * @param counts whether a moment counts
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

    /** The delay that a busy machine adds, estimated from the 99th percentile of the reads. */
    Duration machineDelay() {
        return percentile(readNanos, 0.99).multipliedBy(STEPS);
    }

    private static Duration percentile(List<Long> ordered, double share) {
        var index = (int) Math.ceil(share * ordered.size()) - 1;
        return ordered.isEmpty() ? Duration.ZERO : Duration.ofNanos(ordered.get(Math.max(0, index)));
    }

    @Override
    public String toString() {
        return "p50 %d ms, p99 %d ms, max %d ms (%d measurements; reads took p50 %d ms, p99 %d ms)"
                .formatted(
                        percentile(0.5).toMillis(),
                        percentile(0.99).toMillis(),
                        percentile(1).toMillis(),
                        delayNanos.size(),
                        percentile(readNanos, 0.5).toMillis(),
                        percentile(readNanos, 0.99).toMillis());
    }
}
