package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The revision that a replica shows never decreases and is never lower than a requested {@code min_revision}. */
final class RevisionCheck {

    private static final int UNAVAILABLE = 503;

    private RevisionCheck() {}

    static List<Violation> violations(History history) {
        var violations = new ArrayList<Violation>();
        var withRevision = history.exchanges().stream()
                .filter(exchange -> exchange.revision() >= 0)
                .toList();
        HighestShown.forEachByReplica(withRevision, (exchange, highest) -> {
            if (highest != null && exchange.revision() < highest.revision()) {
                violations.add(new Violation(
                        "the revision that a replica shows never decreases",
                        "%s showed revision %d after %d"
                                .formatted(exchange.replica(), exchange.revision(), highest.revision()),
                        List.of(highest, exchange)));
            }
            var minRevision = exchange.call().minRevision();
            if (exchange.succeeded() && exchange.revision() < minRevision) {
                violations.add(new Violation(
                        "a response has at least the requested min_revision, or the status 503",
                        "revision %d was requested, but the response is of %d"
                                .formatted(minRevision, exchange.revision()),
                        List.of(exchange)));
            }
            if (highest != null
                    && minRevision > 0
                    && exchange.status() == UNAVAILABLE
                    && highest.revision() >= minRevision) {
                violations.add(new Violation(
                        "only a replica that has not reached min_revision refuses it",
                        "%s refused it, but had already shown revision %d"
                                .formatted(exchange.replica(), highest.revision()),
                        List.of(highest, exchange)));
            }
        });
        violations.addAll(streams(history));
        return violations;
    }

    private static List<Violation> streams(History history) {
        var violations = new ArrayList<Violation>();
        var last = new HashMap<String, Exchange>();
        for (var exchange : history.exchanges()) {
            if (exchange.call().kind() == Call.Kind.EVENT && exchange.revision() >= 0) {
                var previous = last.put(exchange.id(), exchange);
                if (previous != null && previous.revision() >= exchange.revision()) {
                    violations.add(new Violation(
                            "each event of a stream announces a newer revision",
                            "an event of revision %d followed one of %d"
                                    .formatted(exchange.revision(), previous.revision()),
                            List.of(previous, exchange)));
                }
            }
        }
        return violations;
    }
}
