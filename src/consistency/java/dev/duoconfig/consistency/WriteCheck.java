package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.List;

/**
 * An acknowledged write is stored once. An unacknowledged one is stored once and whole, or not at all. A rejected one is not
 * stored.
 */
final class WriteCheck {

    private static final String NEVER_LOST = "an acknowledged write is never lost";
    private static final String WHOLE = "a write is stored once and whole, or not at all";

    private final History history;
    private final AuditReplay replay;
    private final List<Violation> violations = new ArrayList<>();

    private WriteCheck(History history, AuditReplay replay) {
        this.history = history;
        this.replay = replay;
    }

    static List<Violation> violations(History history, AuditReplay replay) {
        var check = new WriteCheck(history, replay);
        var writes = history.exchanges().stream()
                .filter(exchange -> exchange.call().isWrite())
                .toList();
        writes.forEach(check::check);
        check.checkOrder(writes.stream().filter(Exchange::acknowledged).toList());
        return check.violations;
    }

    private void check(Exchange write) {
        var revisions = replay.eventsOf(write.id()).stream()
                .map(AuditedEvent::revision)
                .distinct()
                .toList();
        if (revisions.size() > 1) {
            report(WHOLE, "it was stored at the revisions " + revisions, write);
        }
        if (write.refused() && !revisions.isEmpty()) {
            report(WHOLE, "it was rejected, but stored at revision " + revisions, write);
        }
        for (var revision : revisions) {
            if (!ExpectedEffect.isIn(replay.at(revision), write.call())) {
                report(WHOLE, "revision %d stores only a part of it".formatted(revision), write);
            }
        }
        if (write.acknowledged()) {
            checkAcknowledged(write, revisions);
        }
    }

    private void checkAcknowledged(Exchange write, List<Long> revisions) {
        if (!replay.has(write.revision())) {
            report(NEVER_LOST, "revision %d was never committed".formatted(write.revision()), write);
        } else if (revisions.isEmpty() && ExpectedEffect.alwaysChanges(write.call())) {
            report(NEVER_LOST, "there is no audit event of it", write);
        } else if (!revisions.isEmpty() && !revisions.contains(write.revision())) {
            report(NEVER_LOST, "its audit events are of revision " + revisions, write);
        } else if (!ExpectedEffect.isIn(replay.at(write.revision()), write.call())) {
            report(NEVER_LOST, "revision %d does not contain its effect".formatted(write.revision()), write);
        }
    }

    private void checkOrder(List<Exchange> acknowledged) {
        HighestShown.forEach(acknowledged, (write, highest) -> {
            var changed = !replay.eventsOf(write.id()).isEmpty();
            if (highest != null && write.revision() < highest.revision() + (changed ? 1 : 0)) {
                violations.add(new Violation(
                        "revisions follow the order of the writes",
                        "revision %d was acknowledged after %d".formatted(write.revision(), highest.revision()),
                        List.of(highest, write)));
            }
        });
    }

    private void report(String promise, String observed, Exchange write) {
        var evidence = new ArrayList<>(List.of(write));
        history.exchanges().stream()
                .filter(other -> !other.equals(write) && other.acknowledged() && other.revision() == write.revision())
                .forEach(evidence::add);
        violations.add(new Violation(promise, observed, evidence));
    }
}
