package dev.duoconfig.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.EffectiveChange;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Caller;

/** A change in the making, under the lock: what was before, what will be after, and what the audit will say of it. */
public final class PendingChange {

    private final Snapshot before;
    private final Instant now;
    private final WriteOptions options;
    private final List<AuditEvent> events = new ArrayList<>();
    private Snapshot answered;
    private Snapshot after;

    PendingChange(Snapshot before, Instant now, WriteOptions options) {
        this.before = before;
        this.answered = before;
        this.after = before;
        this.now = now;
        this.options = options;
    }

    /** The configuration as the lock found it. */
    public Snapshot before() {
        return before;
    }

    /** The configuration as it will be, with all changes made so far. */
    public Snapshot after() {
        return after;
    }

    /** The revision that the change will have. */
    public long revision() {
        return before.revision() + 1;
    }

    /** The time of the change. */
    public Instant now() {
        return now;
    }

    public Caller caller() {
        return options.caller();
    }

    /** Whether nothing will be stored. */
    public boolean isDryRun() {
        return options.dryRun();
    }

    /**
     * Ends the request with a 412 unless the condition of the write holds for a resource.
     *
     * @param changedAt the revision at which the resource was last changed
     */
    public void requireUnchangedSince(long changedAt) {
        options.condition().require(changedAt, before.revision());
    }

    /** Ends the request with a 403 unless the subscription allows changes of models, features and the beta toggle. */
    public void requireEntitlement() {
        var entitlement = before.entitlement();
        if (!entitlement.entitled()) {
            throw new ApiException(
                    ProblemType.SUBSCRIPTION_REQUIRED,
                    entitlement.sentence() + " Synchronise it with POST /subscription/sync, then repeat the change.");
        }
    }

    /** Records one change. A change that records nothing is none: it moves no revision and leaves no event. */
    public void change(Snapshot result, AuditEvent event) {
        change(result, List.of(event));
    }

    /** Records any number of changes, none included. */
    public void change(Snapshot result, List<AuditEvent> made) {
        if (!made.isEmpty()) {
            after = result.withRevision(revision(), now);
            events.addAll(made);
        }
    }

    /** Records that features were answered with another catalogue until now. */
    void changeCatalogue(Catalogue earlier, AuditEvent event) {
        answered = before.withCatalogue(earlier);
        change(before, event);
    }

    /** What the changes made so far do to the features. */
    public List<EffectiveChange> effectiveChanges() {
        return isChanged() ? EffectiveChange.between(answered, after) : List.of();
    }

    boolean isChanged() {
        return !events.isEmpty();
    }

    List<AuditEvent> events() {
        return events;
    }
}
