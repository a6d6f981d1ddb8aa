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
 * @param nanos one for each write and each other replica that lived long enough to show it
 * @param lookNanos one for each look at a revision
 */
record Staleness(List<Long> nanos, List<Long> lookNanos) {

    /** What a replica does to show a new revision: it hears of it, reads it, makes it ready and answers. */
    private static final int STEPS = 4;

    Staleness {
        nanos = nanos.stream().sorted().toList();
        lookNanos = lookNanos.stream().sorted().toList();
    }

    /**
     * Measures the writes that were acknowledged at some moments.
     *
     * @param moments those that count
     */
    static Staleness of(History history, AuditReplay replay, LongPredicate moments) {
        var shown = history.exchanges().stream()
                .filter(exchange -> exchange.revision() >= 0)
                .sorted(Comparator.comparingLong(Exchange::ended))
                .collect(Collectors.groupingBy(Exchange::replica));
        var newest = shown.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> FirstSeen.of(entry.getValue())));
        var nanos = new ArrayList<Long>();
        for (var write : history.exchanges()) {
            var changed = write.acknowledged() && !replay.by(write.id()).isEmpty();
            if (changed && moments.test(write.ended())) {
                for (var life : history.lives()) {
                    if (!life.replica().equals(write.replica())
                            && life.from() <= write.begun()
                            && life.to() > write.ended()) {
                        var first = newest.getOrDefault(life.replica(), FirstSeen.NEVER);
                        first.delay(write, life).ifPresent(delay -> nanos.add(delay.toNanos()));
                    }
                }
            }
        }
        var lookNanos = history.exchanges().stream()
                .filter(exchange -> exchange.call().equals(Call.REVISION) && moments.test(exchange.begun()))
                .map(exchange -> exchange.ended() - exchange.begun())
                .toList();
        return new Staleness(nanos, lookNanos);
    }

    Duration percentile(double share) {
        return percentile(nanos, share);
    }

    /** What the machine itself takes in the worst of a hundred cases, which on an idle one is next to nothing. */
    Duration ofTheMachine() {
        return percentile(lookNanos, 0.99).multipliedBy(STEPS);
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
                        nanos.size(),
                        percentile(lookNanos, 0.5).toMillis(),
                        percentile(lookNanos, 0.99).toMillis());
    }
}
