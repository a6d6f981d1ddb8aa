package dev.duoconfig.configuration;

import dev.duoconfig.audit.AuditOrigin;
import dev.duoconfig.feature.FeatureReconciler;
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

/** Reads the whole configuration, and applies documents to it. */
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

    /** Returns the document at a revision. Ends the request with a 404 or 410 if there is no such revision. */
    ReadResult<ConfigurationDocument> get(long revision) {
        // Audit events never change, so the history can be read without a lock.
        return at(revision).map(past -> past.state().document(past.snapshot()));
    }

    private ReadResult<Past> at(long revision) {
        return reader.read(snapshot -> new Past(DocumentState.of(gateway.stored(), snapshot), snapshot))
                .map(past -> {
                    history.undo(past.state(), past.snapshot().revision(), revision);
                    return past;
                });
    }

    /** Makes the configuration equal to the document, completely or not at all. */
    WriteResult<ConfigurationPlan> apply(WriteOptions options, ConfigurationDocument document) {
        var parsed = planner.read(document);
        return writer.write(WriteKind.CONFIGURATION, options.from(AuditOrigin.DOCUMENT), pending -> {
            pending.requireUnchangedSince(pending.before().revision());
            return apply(parsed, pending);
        });
    }

    /**
     * Does the same with a document that comes from a revision. It counts as a restore only if the configuration is then as it
     * was. Ends the request with a 404 or 410 if there is no such revision.
     */
    WriteResult<ConfigurationPlan> restore(WriteOptions options, ConfigurationDocument document, long revision) {
        var earlier = at(revision).body().state();
        var parsed = planner.read(document);
        return writer.write(WriteKind.CONFIGURATION, options.from(AuditOrigin.DOCUMENT), pending -> {
            pending.requireUnchangedSince(pending.before().revision());
            var plan = apply(parsed, pending);
            if (DocumentState.of(gateway.stored(), pending.after()).isSameAs(earlier, pending.after())) {
                pending.restoresRevision();
            }
            return plan;
        });
    }

    /**
     * Applies what fits of a document from another system, and says what does not. Unlike {@link #apply}, sends no stored API
     * key to a different server, and leaves the gateway's settings unchanged, except for a URL that is missing.
     */
    WriteResult<Adoption> adopt(WriteOptions options, ConfigurationDocument document) {
        return writer.write(WriteKind.CONFIGURATION, options.from(AuditOrigin.IMPORT), pending -> {
            pending.requireUnchangedSince(pending.before().revision());
            var fitting = planner.fitting(document, pending.before());
            var parsed = planner.read(fitting.document())
                    .adopted(gateway.stored(), pending.before().gateway().url());
            return new Adoption(apply(parsed, pending), fitting);
        });
    }

    private ConfigurationPlan apply(ParsedDocument document, PendingChange pending) {
        var plan = planner.plan(document, pending.before());
        store(plan, pending);
        return plan.plan(pending.effectiveChanges());
    }

    /** Stores in the order that references need: new models before features use them, deletions last. */
    private void store(DocumentPlan plan, PendingChange pending) {
        gateway.store(plan.gateway(), plan.namesGateway(), pending);
        models.store(plan.models(), pending);
        choices.store(plan.choices(), ModelReconciler.byName(pending.after()), pending);
        models.delete(plan.models(), pending);
    }

    /** The state at a revision, with the current snapshot. */
    private record Past(DocumentState state, Snapshot snapshot) {}
}
