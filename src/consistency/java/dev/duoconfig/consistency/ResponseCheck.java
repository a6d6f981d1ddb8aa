package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** Every response is, as a whole, what the decision table says about the one committed revision that it names. */
final class ResponseCheck {

    private static final String PROMISE = "every response is that of one committed revision";

    private final AuditReplay replay;
    private final List<Violation> violations = new ArrayList<>();

    private ResponseCheck(AuditReplay replay) {
        this.replay = replay;
    }

    static List<Violation> violations(History history, AuditReplay replay) {
        var check = new ResponseCheck(replay);
        var answered =
                history.exchanges().stream().filter(each -> each.status() != 0).toList();
        HighestShown.forEachByReplica(answered, check::check);
        return check.violations;
    }

    private void check(Exchange exchange, @Nullable Exchange highest) {
        var revision = exchange.revision();
        if (!replay.has(revision)) {
            report(exchange, "it names revision %d, but the newest is %d".formatted(revision, replay.newest()));
        } else if (exchange.status() == 304) {
            if (revision != exchange.call().knownRevision()) {
                report(
                        exchange,
                        "it returned 304 for revision %d to a client that has revision %d"
                                .formatted(revision, exchange.call().knownRevision()));
            }
        } else if (exchange.status() == 409 && exchange.call().kind() == Call.Kind.METADATA) {
            checkRefusal(exchange, highest == null ? 0 : Math.max(0, highest.revision()));
        } else if (exchange.succeeded()) {
            expected(replay.at(revision), exchange.call()).ifPresent(expected -> compare(exchange, expected));
        }
    }

    private void compare(Exchange exchange, JsonNode expected) {
        var actual = exchange.json();
        if (actual instanceof ObjectNode object) {
            // The explanation has its own tests.
            object.remove("trace");
        }
        if (!actual.equals(Exchange.json(expected.toString()))) {
            report(exchange, Difference.between(expected, actual) + matchingRevision(exchange, actual));
        }
    }

    /** A note on the revision that the response would be correct for, if there is one. */
    private String matchingRevision(Exchange exchange, JsonNode actual) {
        var text = Difference.withoutRevisions(actual);
        return LongStream.rangeClosed(0, replay.newest())
                .map(offset -> replay.newest() - offset)
                .filter(other -> expected(replay.at(other), exchange.call())
                        .filter(expected ->
                                Difference.withoutRevisions(expected).equals(text))
                        .isPresent())
                .mapToObj(other -> "; the response is correct for revision " + other)
                .findFirst()
                .orElse("; the response is correct for no revision");
    }

    /** Checks a refusal, which may be of any revision from the last one shown to the one in its header. */
    private void checkRefusal(Exchange exchange, long lowest) {
        var problem = exchange.json();
        var matches = LongStream.rangeClosed(lowest, exchange.revision())
                .mapToObj(revision -> DecisionTable.decide(
                        replay.at(revision), exchange.call().objectId()))
                .anyMatch(decided -> decided.model() == null
                        && decided.status()
                                .id()
                                .equals(problem.path("feature_status").asText())
                        && decided.reason().id().equals(problem.path("reason").asText()));
        if (!matches) {
            report(
                    exchange,
                    "it gives a reason that applies to no revision from %d to %d"
                            .formatted(lowest, exchange.revision()));
        }
    }

    private static Optional<JsonNode> expected(Snapshot snapshot, Call call) {
        return switch (call.kind()) {
            case EFFECTIVE_MODEL -> Optional.of(DecisionTable.effectiveModel(snapshot, call.objectId()));
            case FEATURE -> Optional.of(DecisionTable.feature(snapshot, call.objectId()));
            case FEATURES ->
                Optional.of(DecisionTable.features(snapshot, call.path().contains("unavailable")));
            case METADATA ->
                Optional.of(Optional.ofNullable(DecisionTable.metadata(snapshot, call.objectId()))
                        .orElse(Exchange.json("\"no metadata, because no self-hosted model is ready\"")));
            case REVISION -> Optional.of(DecisionTable.revision(snapshot));
            case EVENT ->
                Optional.of(Exchange.json(
                        "{\"type\": \"configuration_changed\", \"revision\": %d}".formatted(snapshot.revision())));
            case VERIFICATION -> Optional.empty();
            case WRITE ->
                call.path().startsWith("/features/")
                        ? Optional.of(DecisionTable.feature(snapshot, call.objectId()))
                        : Optional.empty();
        };
    }

    private void report(Exchange exchange, String observed) {
        violations.add(new Violation(PROMISE, observed, List.of(exchange)));
    }
}
