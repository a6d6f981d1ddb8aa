package dev.duoconfig.configuration;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.audit.AuditedChange;
import dev.duoconfig.audit.AuditedChanges;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.feature.FeatureChoice;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.store.Revisions;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Rebuilds an earlier configuration by undoing the audited changes since then. */
@ApplicationScoped
@Startup
class ConfigurationHistory {

    private static final String API_KEY = "api_key";
    private static final String API_KEY_CHANGED = "api_key_changed";

    private final AuditedChanges changes;
    private final ObjectMapper json;
    private final Duration retention;
    private final Clock clock;

    ConfigurationHistory(AuditedChanges changes, ObjectMapper json, ConfigurationSettings settings, Clock clock) {
        this.changes = changes;
        this.json = json;
        this.retention = settings.history();
        this.clock = clock;
        if (retention.isNegative()) {
            throw new ConfigurationException("DUO_CONFIGURATION_HISTORY must be 0s or more.");
        }
    }

    /**
     * Undoes all changes after a revision.
     *
     * @param state the state at the current revision; afterwards, the state at the earlier one
     */
    void undo(DocumentState state, long current, long revision) {
        if (revision > current) {
            throw new ApiException(
                    ProblemType.REVISION_NOT_FOUND,
                    "The configuration is at revision %d; revision %d does not exist yet."
                            .formatted(current, revision));
        }
        if (revision < current) {
            requireExistence(revision);
            requireRetained(revision);
            changes.forEachBackward(revision, current, change -> undo(state, change));
        }
    }

    private void requireExistence(long revision) {
        if (changes.isLeftOut(revision, Revisions.LEFT_OUT_BY_A_RESTORE)) {
            throw new ApiException(
                    ProblemType.REVISION_NOT_FOUND,
                    "Revision %d does not exist in this database, which was restored from an older backup."
                            .formatted(revision));
        }
    }

    private void requireRetained(long revision) {
        var oldest = clock.instant().minus(retention);
        changes.endOf(revision).filter(end -> end.isBefore(oldest)).ifPresent(end -> {
            throw new ApiException(
                    ProblemType.REVISION_GONE,
                    "Revision %d ended at %s; revisions that ended before %s are no longer kept (DUO_CONFIGURATION_HISTORY)."
                            .formatted(revision, end, oldest.truncatedTo(ChronoUnit.SECONDS)));
        });
    }

    private void undo(DocumentState state, AuditedChange change) {
        var id = change.objectId();
        switch (change.action()) {
            case "gateway.updated" -> state.setGateway(gateway(state.gateway(), change.before()));
            case "model.created", "model.updated", "model.deleted" ->
                state.setModel(Long.parseLong(String.valueOf(id)), model(change.before()));
            case "feature.updated" -> state.choose(String.valueOf(id), choice(change.before()));
            default -> {
                // Not part of the document.
            }
        }
    }

    /** The settings before a change. An event of a release that does not know a setting did not change it. */
    private GatewayValues gateway(GatewayValues after, @Nullable JsonNode before) {
        var all = json.<ObjectNode>valueToTree(after);
        if (before instanceof ObjectNode known) {
            all.setAll(known);
        }
        return read(all, GatewayValues.class);
    }

    private @Nullable PlannedModel model(@Nullable JsonNode before) {
        if (before == null) {
            return null;
        }
        var deployment = before.<ObjectNode>deepCopy().without(List.of(API_KEY, API_KEY_CHANGED));
        return new PlannedModel(
                read(deployment, Deployment.class), !before.path(API_KEY).isNull());
    }

    private static FeatureChoice choice(@Nullable JsonNode before) {
        var known = before == null ? NullNode.getInstance() : before;
        var model = known.path("model_id");
        return new FeatureChoice(
                Arrays.stream(Provider.values())
                        .filter(provider ->
                                provider.id().equals(known.path("provider").textValue()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException("The audit event does not contain the previous choice")),
                model.isNumber() ? model.longValue() : null,
                known.path("vendored_model").textValue());
    }

    private <T> T read(@Nullable JsonNode before, Class<T> type) {
        try {
            return json.treeToValue(before, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An audit event does not contain the state before the change", e);
        }
    }
}
