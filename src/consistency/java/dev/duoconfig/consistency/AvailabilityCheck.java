package dev.duoconfig.consistency;

import java.util.List;

/** A running replica serves reads from its snapshot, whatever happens to the database. */
final class AvailabilityCheck {

    private AvailabilityCheck() {}

    static List<Violation> violations(History history) {
        return history.exchanges().stream()
                .filter(AvailabilityCheck::isRefusedRead)
                .filter(exchange -> history.uptime(exchange.replica())
                        .filter(uptime -> uptime.covers(exchange.startedAt(), exchange.endedAt()))
                        .isPresent())
                .map(exchange -> new Violation(
                        "a running replica serves reads from its snapshot",
                        exchange.status() == 0 ? "it sent no response" : "it returned %d".formatted(exchange.status()),
                        List.of(exchange)))
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
