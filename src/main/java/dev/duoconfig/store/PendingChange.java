package dev.duoconfig.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.audit.AuditOrigin;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.EffectiveChange;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.security.Caller;
import org.jspecify.annotations.Nullable;

/** A change in progress, under the write lock: the configuration before and after it, and its audit events. */
public final class PendingChange {

    private final Snapshot before;
    private final WriteLock lock;
    private final PendingRows rows;
    private final Instant now;
    private final WriteOptions options;
    private final SecurityForm form;
    private final CurrentEntitlement entitlement;
    private final List<AuditEvent> events = new ArrayList<>();
    private AuditOrigin origin;
    private Snapshot effectiveBefore;
    private Snapshot after;
    private boolean entitlementRequired;
    private boolean afterRestore;
    private long revision;

    PendingChange(
            Snapshot before,
            WriteLock lock,
            PendingRows rows,
            Instant now,
            WriteOptions options,
            SecurityForm form,
            CurrentEntitlement entitlement) {
        this.before = before;
        this.lock = lock;
        this.rows = rows;
        this.revision = before.revision() + 1;
        this.effectiveBefore = before;
        this.after = before;
        this.now = now;
        this.options = options;
        this.origin = options.origin();
        this.form = form;
        this.entitlement = entitlement;
        if (lock.state().hasLostRevisions()) {
            continueAfterRestore(0);
        }
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
        return revision;
    }

    /** The first revision of the history that the database belongs to. */
    long firstRevision() {
        return lock.state().firstRevision();
    }

    /**
     * Continues with a revision that is far above all that were used before a restore. Must be called before a change.
     *
     * @param lost a revision that the database has lost, or 0 if none is known
     */
    void continueAfterRestore(long lost) {
        afterRestore = true;
        revision = lock.state().revisionAfterRestore(lost);
    }

    /** Whether the change is the first one after a restore. */
    boolean isAfterRestore() {
        return afterRestore;
    }

    /** The time of the change. */
    public Instant now() {
        return now;
    }

    /** The forms in which values are stored. */
    public SecurityForm form() {
        return form;
    }

    public Caller caller() {
        return options.caller();
    }

    /** How the change comes about. */
    AuditOrigin origin() {
        return origin;
    }

    /** Records that the change makes the configuration equal to an earlier revision. */
    public void restoresRevision() {
        origin = AuditOrigin.RESTORE;
    }

    /** Whether the change will be rolled back. */
    public boolean isDryRun() {
        return options.dryRun();
    }

    /**
     * Ends the request with a 412 unless the resource meets the condition of the write.
     *
     * @param changedAt the revision at which the resource was last changed
     */
    public void requireUnchangedSince(long changedAt) {
        options.condition().require(Math.max(changedAt, lock.state().firstRevision()), before.revision());
    }

    /** Ends the request with a 403 unless the subscription allows changes to models, features, and the beta toggle. */
    public void requireEntitlement() {
        entitlementRequired = true;
        requireEntitlement(now);
    }

    /**
     * Ends the request with a 403 if the subscription has ended since {@link #requireEntitlement()}.
     *
     * @param commit the moment before the commit
     */
    void requireUnexpiredEntitlement(Instant commit) {
        if (entitlementRequired) {
            requireEntitlement(commit);
        }
    }

    private void requireEntitlement(Instant moment) {
        var current = lock.isEvaluationDue(moment) ? entitlement.at(moment) : before.entitlement();
        if (!current.entitled()) {
            throw new ApiException(
                    ProblemType.SUBSCRIPTION_REQUIRED,
                    current.sentence() + " Synchronize it with POST /subscription/sync, then repeat the change.");
        }
    }

    /**
     * Stores rows with a statement that is sent before the audit events, or with {@link #flush()}.
     *
     * @param values the values of its parameters
     */
    public void store(String sql, List<? extends @Nullable Object> values) {
        rows.store(sql, values);
    }

    /** Sends what was stored so far, because what is stored next depends on it in a way that Hibernate does not know. */
    public void flush() {
        rows.flush();
    }

    /** Records one change. A write that records no change creates no revision and no audit event. */
    public void change(Snapshot result, AuditEvent event) {
        change(result, List.of(event));
    }

    /** Records the changes, if there are any. */
    public void change(Snapshot result, List<AuditEvent> changes) {
        if (!changes.isEmpty()) {
            after = result.withRevision(revision(), now);
            events.addAll(changes);
        }
    }

    /** Records that features were resolved with another catalogue until now. */
    void changeCatalogue(Catalogue earlier, AuditEvent event) {
        effectiveBefore = before.withCatalogue(earlier);
        change(before, event);
    }

    /** The effects of the changes so far on the features. */
    public List<EffectiveChange> effectiveChanges() {
        return isChanged() ? EffectiveChange.between(effectiveBefore, after) : List.of();
    }

    boolean isChanged() {
        return !events.isEmpty();
    }

    List<AuditEvent> events() {
        return events;
    }
}
