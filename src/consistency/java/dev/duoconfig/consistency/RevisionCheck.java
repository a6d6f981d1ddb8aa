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
        var showing = history.exchanges().stream()
                .filter(exchange -> exchange.revision() >= 0)
                .toList();
        HighestShown.eachByReplica(showing, (exchange, floor) -> {
            if (floor != null && exchange.revision() < floor.revision()) {
                violations.add(new Violation(
                        "the revision that a replica shows never goes back",
                        "%s shows revision %d after %d"
                                .formatted(exchange.replica(), exchange.revision(), floor.revision()),
                        List.of(floor, exchange)));
            }
            var least = exchange.call().minRevision();
            if (exchange.succeeded() && exchange.revision() < least) {
                violations.add(new Violation(
                        "min_revision is reached or the answer is 503",
                        "revision %d was asked for".formatted(least),
                        List.of(exchange)));
            }
            if (floor != null && least > 0 && exchange.status() == UNAVAILABLE && floor.revision() >= least) {
                violations.add(new Violation(
                        "min_revision is refused only by a replica that has not reached it",
                        "%s had shown revision %d before".formatted(exchange.replica(), floor.revision()),
                        List.of(floor, exchange)));
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
                var earlier = last.put(exchange.id(), exchange);
                if (earlier != null && earlier.revision() >= exchange.revision()) {
                    violations.add(new Violation(
                            "each event of a stream tells of a newer revision",
                            "revision %d after %d".formatted(exchange.revision(), earlier.revision()),
                            List.of(earlier, exchange)));
                }
            }
        }
        return violations;
    }
}
