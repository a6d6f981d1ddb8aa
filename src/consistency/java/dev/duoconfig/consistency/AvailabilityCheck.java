package dev.duoconfig.consistency;

import java.util.List;

/** Whoever lives answers from its snapshot, whatever becomes of the database. */
final class AvailabilityCheck {

    private AvailabilityCheck() {}

    static List<Violation> violations(History history) {
        return history.exchanges().stream()
                .filter(AvailabilityCheck::isRefusedRead)
                .filter(exchange -> history.uptime(exchange.replica())
                        .filter(uptime -> uptime.covers(exchange.startedAt(), exchange.endedAt()))
                        .isPresent())
                .map(exchange -> new Violation(
                        "a replica that lives answers reads of its snapshot", "it did not", List.of(exchange)))
                .toList();
    }

    private static boolean isRefusedRead(Exchange exchange) {
        var call = exchange.call();
        return switch (exchange.status()) {
            case 200, 304 -> false;
            case 409 -> call.kind() != Call.Kind.METADATA && !call.isWrite();
            case 503 -> call.minRevision() == 0 && !call.isWrite();
            default -> !call.isWrite();
        };
    }
}
