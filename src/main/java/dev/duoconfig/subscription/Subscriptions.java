package dev.duoconfig.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BiPredicate;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.Transactions;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Keeps the subscription, and what it entitles to, up to date. */
@ApplicationScoped
public class Subscriptions {

    private static final String QUESTIONS = "subscription_question_seq";

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final Transactions transactions;
    private final SubscriptionRepository repository;
    private final ConfiguredSource configured;
    private final SubscriptionSettings settings;
    private final SyncMetrics metrics;
    private final Clock clock;

    Subscriptions(
            ConfigurationReader reader,
            ConfigurationWriter writer,
            Transactions transactions,
            SubscriptionRepository repository,
            ConfiguredSource configured,
            SubscriptionSettings settings,
            SyncMetrics metrics,
            Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.transactions = transactions;
        this.repository = repository;
        this.configured = configured;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Reads the source outside any transaction, then stores its terms or the reason for the failure, unless a synchronization that
     * started later has already stored its own.
     */
    WriteResult<Subscription> synchronize(WriteOptions options) {
        // Before the source is read, so that the order of the numbers is the order of the questions, on all instances.
        var question = transactions.next(QUESTIONS);
        try {
            var source = configured.get();
            var terms = source.fetch();
            var written = writer.write(
                    WriteKind.SUBSCRIPTION, options, pending -> storeOrKeep(pending, question, terms, source));
            var lost = written.body().lost();
            if (!options.dryRun()) {
                metrics.count(lost);
            }
            if (lost != null) {
                throw problem(lost);
            }
            return new WriteResult<>(
                    written.body().subscription(), written.revision(), written.effectiveChanges(), written.dryRun());
        } catch (SourceException e) {
            if (!options.dryRun()) {
                metrics.count(e);
                var unused = writer.write(
                        WriteKind.SUBSCRIPTION, options, pending -> storeFailure(pending, question, e.detail()));
            }
            throw problem(e);
        }
    }

    private static ApiException problem(SourceException failure) {
        return new ApiException(
                failure.isTimeout() ? ProblemType.SUBSCRIPTION_SOURCE_TIMEOUT : ProblemType.SUBSCRIPTION_SOURCE_FAILED,
                failure.detail() + " The last subscription that could be read stays in force.");
    }

    /** Evaluates the entitlement again if time alone may have changed it. Of many instances, one stores the result. */
    public void reevaluate() {
        var due =
                reader.read(snapshot -> repository.get().isDue(clock.instant())).body();
        if (due) {
            reevaluate(SubscriptionEntity::isDue);
        }
    }

    /** Evaluates the entitlement again regardless of the time: the grace period may have changed with the restart. */
    public void reevaluateAtStart() {
        reevaluate((entity, now) -> entity.lastSyncAt != null);
    }

    private void reevaluate(BiPredicate<SubscriptionEntity, Instant> needed) {
        var unused = writer.write(WriteKind.SUBSCRIPTION, WriteOptions.system(), pending -> {
            var entity = repository.get();
            if (needed.test(entity, pending.now())) {
                var before = SubscriptionAudit.from(entity);
                var shownBefore = shown(entity, pending);
                var evaluatedBefore = entity.evaluatedAt;
                evaluate(entity, pending);
                if (shown(entity, pending).equals(shownBefore)) {
                    // A snapshot has this time, so it changes only with the revision.
                    entity.evaluatedAt = evaluatedBefore;
                } else {
                    change(pending, entity, "subscription.reevaluated", before);
                }
            }
            return entity.id;
        });
    }

    /** Stores the terms, unless the source no longer has a license: the known one then stays, with its end and its grace. */
    private Synchronized storeOrKeep(
            PendingChange pending, long question, SubscriptionTerms fetched, SubscriptionSource source) {
        if (fetched.plan() != null || repository.get().plan == null) {
            return new Synchronized(store(pending, question, fetched, source), null);
        }
        var lost = SourceException.failed("The source of the subscription (" + source.name()
                + ") has no license, although it had one before. Add a license there.");
        return new Synchronized(storeFailure(pending, question, lost.detail()), lost);
    }

    private Subscription store(
            PendingChange pending, long question, SubscriptionTerms fetched, SubscriptionSource source) {
        var entity = repository.get();
        if (question < entity.termsQuestion) {
            return shown(entity, pending);
        }
        var before = SubscriptionAudit.from(entity);
        var terms = source.listsActiveAddOnsOnly()
                ? fetched.withAddOnsThatEndedWithTheLicense(entity.terms(), pending.now())
                : fetched;
        entity.store(terms, source.name());
        entity.lastSyncAt = pending.now();
        entity.lastAttemptAt = pending.now();
        entity.termsQuestion = question;
        if (question > entity.attemptQuestion) {
            entity.attemptQuestion = question;
            entity.lastError = null;
        }
        evaluate(entity, pending);
        change(pending, entity, "subscription.synchronised", before);
        return shown(entity, pending);
    }

    private Subscription storeFailure(PendingChange pending, long question, String error) {
        var entity = repository.get();
        if (question < entity.attemptQuestion) {
            return shown(entity, pending);
        }
        var before = SubscriptionAudit.from(entity);
        entity.lastAttemptAt = pending.now();
        entity.attemptQuestion = question;
        entity.lastError = error;
        change(pending, entity, "subscription.synchronisation_failed", before);
        return shown(entity, pending);
    }

    private static Subscription shown(SubscriptionEntity entity, PendingChange pending) {
        return Subscription.from(
                entity.entitlement(), entity.details(), pending.before().catalogue());
    }

    private void evaluate(SubscriptionEntity entity, PendingChange pending) {
        entity.store(
                DatedEntitlement.of(entity.terms(), pending.now(), settings.grace()),
                pending.before().catalogue(),
                pending.now());
    }

    private static void change(
            PendingChange pending, SubscriptionEntity entity, String action, SubscriptionAudit before) {
        entity.revision = pending.revision();
        pending.change(
                pending.after().withSubscription(entity.entitlement(), entity.details()),
                new AuditEvent(action, "subscription", null, null, before, SubscriptionAudit.from(entity)));
    }

    /**
     * The result of reading the source.
     *
     * @param lost the failure that the source has no license although it had one; null otherwise
     */
    private record Synchronized(
            Subscription subscription, @Nullable SourceException lost) {}
}
