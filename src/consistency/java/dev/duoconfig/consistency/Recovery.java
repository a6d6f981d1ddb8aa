package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last write that failed although it was sent after the return of the database.
 *
 * @param after the time from the return to the write
 * @param last the write; empty if none failed
 */
record Recovery(Duration after, Optional<Exchange> last) {

    /** The longest recovery after all database outages of a run. */
    static Recovery worst(History history) {
        var worst = new Recovery(Duration.ZERO, Optional.empty());
        for (var fault : history.faults()) {
            if (fault.kind().isDatabaseOutage()) {
                for (var write : refusedAfter(fault, history)) {
                    var after = Duration.ofNanos(write.startedAt() - fault.to());
                    if (after.compareTo(worst.after) > 0) {
                        worst = new Recovery(after, Optional.of(write));
                    }
                }
            }
        }
        return worst;
    }

    private static List<Exchange> refusedAfter(Fault fault, History history) {
        var next = history.faults().stream()
                .mapToLong(Fault::from)
                .filter(from -> from > fault.to())
                .min()
                .orElse(Long.MAX_VALUE);
        var refused = new ArrayList<Exchange>();
        for (var exchange : history.exchanges()) {
            var failed = exchange.call().isWrite() && (exchange.status() == 0 || exchange.status() >= 500);
            // A write that was still running at the next fault may have failed because of it.
            if (failed && exchange.startedAt() > fault.to() && exchange.endedAt() < next) {
                refused.add(exchange);
            }
        }
        return refused;
    }
}
