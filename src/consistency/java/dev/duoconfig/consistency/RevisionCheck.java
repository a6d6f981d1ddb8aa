package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The revision that one replica shows never goes back, and is never lower than the one a request asks for. */
final class RevisionCheck {

    private static final int UNAVAILABLE = 503;

    private RevisionCheck() {}

    static List<Violation> violations(History history) {
        var violations = new ArrayList<Violation>();
        var withRevision = history.exchanges().stream()
                .filter(exchange -> exchange.revision() >= 0)
                .toList();
        HighestShown.eachByReplica(withRevision, (exchange, highest) -> {
            if (highest != null && exchange.revision() < highest.revision()) {
                violations.add(new Violation(
                        "the revision that a replica shows never goes back",
                        "%s shows revision %d after %d"
                                .formatted(exchange.replica(), exchange.revision(), highest.revision()),
                        List.of(highest, exchange)));
            }
            var minRevision = exchange.call().minRevision();
            if (exchange.succeeded() && exchange.revision() < minRevision) {
                violations.add(new Violation(
                        "min_revision is reached or the answer is 503",
                        "revision %d was asked for".formatted(minRevision),
                        List.of(exchange)));
            }
            if (highest != null
                    && minRevision > 0
                    && exchange.status() == UNAVAILABLE
                    && highest.revision() >= minRevision) {
                violations.add(new Violation(
                        "min_revision is refused only by a replica that has not reached it",
                        "%s had shown revision %d before".formatted(exchange.replica(), highest.revision()),
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
                            "each event of a stream tells of a newer revision",
                            "revision %d after %d".formatted(exchange.revision(), previous.revision()),
                            List.of(previous, exchange)));
                }
            }
        }
        return violations;
    }
}
