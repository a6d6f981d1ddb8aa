package dev.duoconfig.consistency;

import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was done and how often, to see that a run was one. */
final class Summary {

    private Summary() {}

    static String of(History history, AuditReplay replay) {
        var counts = history.exchanges().stream()
                .collect(Collectors.groupingBy(
                        exchange -> exchange.call().kind() + " " + exchange.status(),
                        TreeMap::new,
                        Collectors.counting()));
        return "Seed %d, %d revisions%nAnswers by status: %s%nFaults: %s%n"
                .formatted(history.seed(), replay.newest(), counts, history.faults());
    }
}
