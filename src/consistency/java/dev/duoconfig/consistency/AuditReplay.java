package dev.duoconfig.consistency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** The configuration at every revision, replayed from the audit events alone. */
final class AuditReplay {

    private final List<Snapshot> configurations = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, List<AuditedEvent>> byRequest = new HashMap<>();
    private final Map<String, String> apiKeys;

    private AuditReplay(Catalogue catalogue, Map<String, String> apiKeys) {
        this.apiKeys = apiKeys;
        configurations.add(new Snapshot(
                0,
                Instant.EPOCH,
                catalogue,
                new Snapshot.Gateway(null, 60, false),
                new Entitlement(EntitlementReason.NEVER_SYNCED, null, null, true),
                Map.of(),
                Map.of()));
    }

    /**
     * Replays events from an empty configuration.
     *
     * @param events the events in their order
     * @param apiKeys the API keys that requests set, by request ID; the replayed configurations contain them in plaintext
     */
    static AuditReplay of(Catalogue catalogue, List<AuditedEvent> events, Map<String, String> apiKeys) {
        var replay = new AuditReplay(catalogue, apiKeys);
        events.forEach(replay::replay);
        return replay;
    }

    long newest() {
        return configurations.size() - 1L;
    }

    boolean has(long revision) {
        return revision >= 0 && revision <= newest();
    }

    Snapshot at(long revision) {
        return configurations.get(Math.toIntExact(revision));
    }

    /** The events of a request. */
    List<AuditedEvent> eventsOf(String requestId) {
        return byRequest.getOrDefault(requestId, List.of());
    }

    /** The contradictions between events. */
    List<Violation> violations() {
        return violations;
    }

    private void replay(AuditedEvent event) {
        if (event.requestId() != null) {
            byRequest
                    .computeIfAbsent(event.requestId(), id -> new ArrayList<>())
                    .add(event);
        }
        if (event.revision() == newest() + 1) {
            configurations.add(at(newest()).withRevision(event.revision(), event.at()));
        } else if (event.revision() != newest()) {
            violations.add(new Violation(
                    "revisions are consecutive",
                    "an event of revision %d follows revision %d".formatted(event.revision(), newest()),
                    List.of()));
            return;
        }
        var present = at(newest());
        var part = ConfigurationView.part(present, event.objectType(), event.objectId());
        var created = event.before().isNull() && event.objectType().equals("model");
        if (created ? !part.isMissingNode() : !ConfigurationView.matches(part, event.before(), List.of("api_key"))) {
            violations.add(new Violation(
                    "each change starts from the state that the previous change left",
                    "revision %d changes %s %s from %s, but the state was %s"
                            .formatted(event.revision(), event.objectType(), event.objectId(), event.before(), part),
                    List.of()));
        }
        configurations.set(Math.toIntExact(newest()), apply(present, event));
    }

    private Snapshot apply(Snapshot present, AuditedEvent event) {
        var after = event.after();
        return switch (event.objectType()) {
            case "feature" ->
                present.withSettings(Map.of(
                        id(event),
                        new Setting(
                                Provider.valueOf(after.path("provider").asText().toUpperCase(Locale.ROOT)),
                                after.path("model_id").isNumber()
                                        ? after.path("model_id").longValue()
                                        : null,
                                event.revision(),
                                event.at(),
                                event.actor(),
                                text(after, "vendored_model"))));
            case "model" ->
                after.isNull()
                        ? present.withoutModel(Long.parseLong(id(event)))
                        : present.withModel(model(present, event));
            case "gateway" ->
                present.withGateway(new Snapshot.Gateway(
                        text(after, "url"),
                        after.path("request_timeout_seconds").intValue(),
                        after.path("beta_features_enabled").booleanValue(),
                        after.path("vendored_models_allowed").asBoolean(true)));
            case "subscription" ->
                present.withEntitlement(new Entitlement(
                        EntitlementReason.ofId(after.path("entitlement_reason").asText()),
                        text(after, "plan"),
                        text(after, "agent_platform_reason") == null
                                ? null
                                : EntitlementReason.ofId(
                                        after.path("agent_platform_reason").asText()),
                        !"online_cloud".equals(text(after, "license_type"))));
            default -> throw new IllegalArgumentException("Unknown object type " + event.objectType());
        };
    }

    private Snapshot.Model model(Snapshot present, AuditedEvent event) {
        var after = event.after();
        var id = Long.parseLong(id(event));
        var earlier = present.models().get(id);
        var key = earlier == null ? null : earlier.apiKey();
        if (after.path("api_key").isNull()) {
            key = null;
        } else if (after.path("api_key_changed").booleanValue()) {
            key = new SealedKey("", apiKeys.getOrDefault(String.valueOf(event.requestId()), "unknown"));
        }
        return new Snapshot.Model(
                id,
                new Deployment(
                        after.path("name").asText(),
                        after.path("family").asText(),
                        text(after, "endpoint"),
                        after.path("identifier").asText(),
                        text(after, "iam_role")),
                key);
    }

    private static String id(AuditedEvent event) {
        return Objects.requireNonNull(event.objectId());
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.path(field).isTextual() ? object.path(field).asText() : null;
    }
}
