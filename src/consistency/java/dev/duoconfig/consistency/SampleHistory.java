package dev.duoconfig.consistency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.duoconfig.catalogue.Catalogue;
import org.jspecify.annotations.Nullable;

/**
 * A true history of five revisions on two replicas, which tests can falsify: a subscription, a gateway, a model, General Chat
 * with that model, and General Chat disabled.
 */
final class SampleHistory {

    static final String UNASSIGNED = "{\"provider\": \"unassigned\", \"model_id\": null}";
    static final String SELF_HOSTED = "{\"provider\": \"self_hosted\", \"model_id\": 1}";
    static final String DISABLED = "{\"provider\": \"disabled\", \"model_id\": null}";

    private static final Catalogue CATALOGUE = Catalogue.load(Cluster.CATALOGUE);
    private static final long MILLI = 1_000_000;

    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<AuditedEvent> events = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private long now = 1_000 * MILLI;

    SampleHistory() {
        var model = "{\"name\": \"m\", \"family\": \"mixtral\", \"endpoint\": \"https://m.example.com/v1\","
                + " \"identifier\": \"custom_openai/m\", \"api_key\": %s, \"api_key_changed\": true}";
        event(
                1,
                "subscription",
                null,
                "{\"plan\": null, \"entitlement_reason\": \"never_synced\"}",
                "{\"plan\": \"ultimate\", \"entitlement_reason\": \"entitled\"}",
                "write-1");
        write("a", "write-1", Call.write("POST", "/subscription/sync", ""), 200, 1);
        event(
                2,
                "gateway",
                null,
                "{\"url\": null, \"request_timeout_seconds\": 60, \"beta_features_enabled\": false}",
                "{\"url\": \"https://g.example.com\", \"request_timeout_seconds\": 60, \"beta_features_enabled\": true}",
                "write-2");
        write(
                "a",
                "write-2",
                Call.write(
                        "PATCH", "/gateway", "{\"url\": \"https://g.example.com\", \"beta_features_enabled\": true}"),
                200,
                2);
        event(3, "model", "1", "null", model.formatted("\"[redacted]\""), "write-3");
        write("a", "write-3", Call.write("POST", "/models", model.formatted("\"the key\"")), 201, 3);
        event(4, "feature", "duo_chat", UNASSIGNED, SELF_HOSTED, "write-4");
        write("a", "write-4", Call.write("PUT", "/features/duo_chat", "{\"model_id\": 1}"), 200, 4);
        event(5, "feature", "duo_chat", SELF_HOSTED, DISABLED, "write-5");
        write("a", "write-5", Call.write("PUT", "/features/duo_chat", "{\"provider\": \"disabled\"}"), 200, 5);
    }

    ConsistencyChecker check() {
        return ConsistencyChecker.of(history(), CATALOGUE, events);
    }

    History history() {
        var uptimes = List.of(
                new Uptime(new Replica("a", 1), 0, now + MILLI), new Uptime(new Replica("b", 1), 0, now + MILLI));
        return new History(42, exchanges, faults, uptimes);
    }

    void event(long revision, String type, @Nullable String id, String before, String after, String requestId) {
        events.add(new AuditedEvent(
                revision,
                Instant.ofEpochSecond(revision),
                "local-admin",
                type,
                id,
                Exchange.json(before),
                Exchange.json(after),
                requestId));
    }

    void write(String instance, String id, Call call, int status, long revision) {
        var returnsFeature = call.path().startsWith("/features/") && status == 200;
        add(
                id,
                instance,
                call,
                status,
                revision,
                returnsFeature ? body(Call.read(Call.Kind.FEATURE, call.path()), revision) : "");
    }

    /** Adds every kind of read at a revision. */
    void readEverything(String instance, long revision) {
        for (var call : List.of(
                Call.read(Call.Kind.FEATURES, "/features"),
                Call.read(Call.Kind.FEATURES, "/features?include_unavailable=true"),
                Call.read(Call.Kind.FEATURE, "/features/duo_chat_explain_code"),
                Call.read(Call.Kind.EFFECTIVE_MODEL, "/features/duo_chat_explain_code/effective-model"),
                Call.REVISION)) {
            read(instance, call, revision, 1);
        }
    }

    void read(String instance, Call call, long revision, long millis) {
        var startedAt = now;
        now += millis * MILLI;
        exchanges.add(new Exchange(
                "read", new Replica(instance, 1), call, startedAt, now, 200, revision, body(call, revision)));
        now += MILLI;
    }

    /** Adds a read that started some time ago. */
    void readSince(String instance, Call call, long revision, long millis) {
        now -= millis * MILLI;
        read(instance, call, revision, millis);
    }

    void respond(String instance, Call call, long revision, String body) {
        respond(instance, call, 200, revision, body);
    }

    void respond(String instance, Call call, int status, long revision, String body) {
        // A refusal may be of any revision since the last one that the replica showed.
        if (status == 409) {
            read(instance, Call.REVISION, revision - 1, 1);
        }
        add("read", instance, call, status, revision, body);
    }

    void event(String instance, long revision) {
        var call = Call.read(Call.Kind.EVENT, "/events");
        add("stream", instance, call, 200, revision, body(call, revision));
    }

    void fault(Fault.Kind kind) {
        faults.add(new Fault(kind, "", now - MILLI, now));
    }

    void advance(long millis) {
        now += millis * MILLI;
    }

    void removeLastEvent() {
        events.remove(events.size() - 1);
    }

    void replaceLastEvent(String requestId, String after) {
        var last = events.remove(events.size() - 1);
        event(last.revision(), last.objectType(), last.objectId(), last.before().toString(), after, requestId);
    }

    void alter(String id, UnaryOperator<Exchange> change) {
        exchanges.replaceAll(exchange -> exchange.id().equals(id) ? change.apply(exchange) : exchange);
    }

    void swapTimesOfLastTwoWrites() {
        var last = exchanges.remove(exchanges.size() - 1);
        var previous = exchanges.remove(exchanges.size() - 1);
        exchanges.add(withTimes(last, previous.startedAt(), previous.endedAt()));
        exchanges.add(withTimes(previous, last.startedAt(), last.endedAt()));
    }

    static Exchange withStatus(Exchange exchange, int status, long revision) {
        return new Exchange(
                exchange.id(),
                exchange.replica(),
                exchange.call(),
                exchange.startedAt(),
                exchange.endedAt(),
                status,
                revision,
                exchange.body());
    }

    /** The correct response at a revision. */
    String body(Call call, long revision) {
        var snapshot = checkSoFar().replay().at(revision);
        return String.valueOf(
                switch (call.kind()) {
                    case FEATURES ->
                        DecisionTable.features(snapshot, call.path().contains("unavailable"));
                    case FEATURE -> DecisionTable.feature(snapshot, call.objectId());
                    case EFFECTIVE_MODEL -> DecisionTable.effectiveModel(snapshot, call.objectId());
                    case METADATA -> Objects.requireNonNull(DecisionTable.metadata(snapshot, call.objectId()));
                    case REVISION -> DecisionTable.revision(snapshot);
                    case EVENT -> "{\"type\":\"configuration_changed\",\"revision\":%d}".formatted(revision);
                    case WRITE, VERIFICATION -> throw new IllegalArgumentException("Not a read: " + call);
                });
    }

    private ConsistencyChecker checkSoFar() {
        return ConsistencyChecker.of(new History(42, List.copyOf(exchanges), List.of(), List.of()), CATALOGUE, events);
    }

    private void add(String id, String instance, Call call, int status, long revision, String body) {
        var startedAt = now;
        now += MILLI;
        exchanges.add(new Exchange(id, new Replica(instance, 1), call, startedAt, now, status, revision, body));
        now += MILLI;
    }

    private static Exchange withTimes(Exchange exchange, long startedAt, long endedAt) {
        return new Exchange(
                exchange.id(),
                exchange.replica(),
                exchange.call(),
                startedAt,
                endedAt,
                exchange.status(),
                exchange.revision(),
                exchange.body());
    }
}
