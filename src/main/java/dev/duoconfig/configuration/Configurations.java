package dev.duoconfig.configuration;

import java.util.function.Function;

import dev.duoconfig.configuration.DocumentPlanner.ParsedDocument;
import dev.duoconfig.feature.FeatureReconciler;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.model.ModelReconciler;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the whole configuration, and makes it equal to a document. */
@ApplicationScoped
class Configurations {

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final Gateways gateway;
    private final ModelReconciler models;
    private final FeatureReconciler choices;
    private final DocumentPlanner planner;
    private final ConfigurationHistory history;

    Configurations(
            ConfigurationReader reader,
            ConfigurationWriter writer,
            Gateways gateway,
            ModelReconciler models,
            FeatureReconciler choices,
            DocumentPlanner planner,
            ConfigurationHistory history) {
        this.reader = reader;
        this.writer = writer;
        this.gateway = gateway;
        this.models = models;
        this.choices = choices;
        this.planner = planner;
        this.history = history;
    }

    ReadResult<ConfigurationDocument> get() {
        return reader.read(
                snapshot -> DocumentState.of(gateway.stored(), snapshot).document(snapshot));
    }

    /** The document as it was after a revision, or the end of the request with a 404 or a 410. */
    ReadResult<ConfigurationDocument> get(long revision) {
        // What is audited stays as it is, so that nothing need be held while it is read.
        return reader.read(snapshot -> new Present(DocumentState.of(gateway.stored(), snapshot), snapshot))
                .map(present -> {
                    history.undo(present.state(), present.snapshot().revision(), revision);
                    return present.state().document(present.snapshot());
                });
    }

    /** Makes the configuration equal to the document: all of it, or nothing. */
    WriteResult<ConfigurationPlan> apply(WriteOptions options, ConfigurationDocument document) {
        var readable = planner.read(document);
        return write(options, stored -> readable);
    }

    /**
     * As {@link #apply}, with a document that others wrote: no stored key goes to a server that they name, and the gateway's
     * other settings stay as they are when it is applied.
     */
    WriteResult<ConfigurationPlan> adopt(WriteOptions options, ConfigurationDocument document) {
        var readable = planner.read(document);
        return write(options, readable::adopted);
    }

    private WriteResult<ConfigurationPlan> write(
            WriteOptions options, Function<GatewayValues, ParsedDocument> document) {
        return writer.write(WriteKind.CONFIGURATION, options, pending -> {
            pending.requireUnchangedSince(pending.before().revision());
            var plan = planner.plan(document.apply(gateway.stored()), pending.before());
            store(plan, pending);
            return plan.plan(pending.effectiveChanges());
        });
    }

    /** Features let go of models before these go, and models are there before features get them. */
    private void store(DocumentPlan plan, PendingChange pending) {
        gateway.store(plan.gateway(), pending);
        models.store(plan.models(), pending);
        choices.store(plan.choices(), ModelReconciler.byName(pending.after()), pending);
        models.delete(plan.models(), pending);
    }

    private record Present(DocumentState state, Snapshot snapshot) {}
}
