package dev.duoconfig.consistency;

import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts of the responses and faults of a run, which show that it tested something. */
final class Summary {

    private Summary() {}

    static String of(History history, AuditReplay replay) {
        var counts = history.exchanges().stream()
                .collect(Collectors.groupingBy(
                        exchange -> exchange.call().kind() + " " + exchange.status(),
                        TreeMap::new,
                        Collectors.counting()));
        return "Seed %d, %d revisions%nResponses by kind and status: %s%nFaults: %s%n"
                .formatted(history.seed(), replay.newest(), counts, history.faults());
    }
}
