package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.catalogue.Catalogue;

/** Checks a history against the audit trail of the run. */
final class ConsistencyChecker {

    private static final int MAX_SHOWN = 5;

    private final History history;
    private final AuditReplay replay;
    private final List<Violation> violations = new ArrayList<>();

    private ConsistencyChecker(History history, AuditReplay replay) {
        this.history = history;
        this.replay = replay;
    }

    static ConsistencyChecker of(History history, Catalogue catalogue, List<AuditedEvent> events) {
        var replay = AuditReplay.of(catalogue, events, apiKeys(history));
        var checker = new ConsistencyChecker(history, replay);
        checker.violations.addAll(replay.violations());
        checker.violations.addAll(WriteCheck.violations(history, replay));
        checker.violations.addAll(RevisionCheck.violations(history));
        checker.violations.addAll(ResponseCheck.violations(history, replay));
        checker.violations.addAll(AvailabilityCheck.violations(history));
        return checker;
    }

    AuditReplay replay() {
        return replay;
    }

    List<Violation> violations() {
        return violations;
    }

    Staleness whileQuiet() {
        return Staleness.of(history, replay, history::isQuiet);
    }

    Staleness whileListenersAreCut() {
        return Staleness.of(history, replay, history::areListenersCut);
    }

    /** A report of the first violations with their evidence, in order of time. */
    String report() {
        var text = new StringBuilder("%d violations; repeat the choices of the run with -Dduo.consistency.seed=%d%n"
                .formatted(violations.size(), history.seed()));
        violations.stream()
                .sorted(Comparator.comparingLong(ConsistencyChecker::startOf))
                .limit(MAX_SHOWN)
                .forEach(violation -> {
                    text.append("%nPromise: %s%nViolation: %s%n".formatted(violation.promise(), violation.observed()));
                    violation.evidence().stream()
                            .sorted(Comparator.comparingLong(Exchange::startedAt))
                            .forEach(exchange -> text.append("  ").append(line(exchange)));
                    if (!violation.evidence().isEmpty()) {
                        text.append(faultsNear(startOf(violation)));
                    }
                });
        return text.toString();
    }

    private static long startOf(Violation violation) {
        return violation.evidence().stream()
                .mapToLong(Exchange::startedAt)
                .min()
                .orElse(Long.MIN_VALUE);
    }

    private String line(Exchange exchange) {
        var body = exchange.body();
        return "%d-%d ms %s %s %s %s %s -> %d, revision %d %s%n"
                .formatted(
                        millis(exchange.startedAt()),
                        millis(exchange.endedAt()),
                        exchange.replica(),
                        exchange.id(),
                        exchange.call().method(),
                        exchange.call().target(),
                        Objects.requireNonNullElse(exchange.call().body(), ""),
                        exchange.status(),
                        exchange.revision(),
                        body.length() > 300 ? body.substring(0, 300) + "…" : body);
    }

    private String faultsNear(long at) {
        var text = new StringBuilder();
        for (var fault : history.faults()) {
            if (fault.from() - at < 1_000_000_000L && at - fault.to() < History.SETTLING.toNanos()) {
                text.append("  fault at %d-%d ms: %s %s%n"
                        .formatted(millis(fault.from()), millis(fault.to()), fault.kind(), fault.detail()));
            }
        }
        return text.toString();
    }

    private long millis(long nanos) {
        return (nanos - history.start()) / 1_000_000;
    }

    private static Map<String, String> apiKeys(History history) {
        var apiKeys = new HashMap<String, String>();
        for (var exchange : history.exchanges()) {
            if (exchange.call().isWrite()
                    && ExpectedEffect.apiKey(exchange.call()).isTextual()) {
                apiKeys.put(
                        exchange.id(), ExpectedEffect.apiKey(exchange.call()).asText());
            }
        }
        return apiKeys;
    }
}
