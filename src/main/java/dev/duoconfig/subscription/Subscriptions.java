package dev.duoconfig.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BiPredicate;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.http.ApiException;
import dev.duoconfig.http.ProblemType;
import dev.duoconfig.security.Caller;
import dev.duoconfig.snapshot.Answer;
import dev.duoconfig.snapshot.ConfigurationReader;
import dev.duoconfig.snapshot.ConfigurationWriter;
import dev.duoconfig.snapshot.Draft;
import dev.duoconfig.snapshot.WriteKind;
import dev.duoconfig.snapshot.Written;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the subscription, and what it entitles to, up to date. */
@ApplicationScoped
public class Subscriptions {

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final SubscriptionRepository repository;
    private final ConfiguredSource configured;
    private final SubscriptionSettings settings;
    private final SynchronisationCounters counters;
    private final Clock clock;

    Subscriptions(
            ConfigurationReader reader,
            ConfigurationWriter writer,
            SubscriptionRepository repository,
            ConfiguredSource configured,
            SubscriptionSettings settings,
            SynchronisationCounters counters,
            Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.repository = repository;
        this.configured = configured;
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
    }

    Answer<Subscription> get() {
        return reader.read(snapshot -> Subscription.from(repository.get()));
    }

    /** Reads the source, outside of any transaction, then stores what it told, or why it told nothing. */
    Written<Subscription> synchronise(Caller caller, boolean dryRun) {
        try {
            var source = configured.get();
            var terms = source.fetch();
            if (!dryRun) {
                counters.succeeded();
            }
            return writer.write(WriteKind.SUBSCRIPTION, caller, dryRun, draft -> store(draft, terms, source));
        } catch (SourceException failed) {
            if (!dryRun) {
                counters.failed(failed);
                var unused = writer.write(
                        WriteKind.SUBSCRIPTION, caller, false, draft -> storeFailure(draft, failed.detail()));
            }
            throw new ApiException(
                    failed.isTimeout()
                            ? ProblemType.SUBSCRIPTION_SOURCE_TIMEOUT
                            : ProblemType.SUBSCRIPTION_SOURCE_FAILED,
                    failed.detail() + " The last subscription that could be read stays in force.");
        }
    }

    /** Works out anew what the subscription entitles to, if time alone may have changed it. Of many instances one wins. */
    public void reevaluate() {
        var due = reader.read(snapshot -> repository.isDue(clock.instant())).body();
        if (due) {
            reevaluate((entity, now) -> entity.nextEvaluationAt != null && !entity.nextEvaluationAt.isAfter(now));
        }
    }

    /** Works it out anew whatever the time: the process may have been started with another grace. */
    public void reevaluateAtStart() {
        reevaluate((entity, now) -> entity.lastSyncAt != null);
    }

    private void reevaluate(BiPredicate<SubscriptionEntity, Instant> needed) {
        var unused = writer.write(WriteKind.SUBSCRIPTION, Caller.SYSTEM, false, draft -> {
            var entity = repository.get();
            if (needed.test(entity, draft.now())) {
                var before = SubscriptionAudit.from(entity);
                var shown = Subscription.from(entity);
                evaluate(entity, draft);
                if (!Subscription.from(entity).equals(shown)) {
                    change(draft, entity, "subscription.reevaluated", before);
                }
            }
            return entity.id;
        });
    }

    private Subscription store(Draft draft, Terms told, SubscriptionSource source) {
        var entity = repository.get();
        var before = SubscriptionAudit.from(entity);
        var terms = source.listsActiveAddOnsOnly()
                ? told.withAddOnsThatEndedWithTheLicence(entity.terms(), draft.now())
                : told;
        entity.store(terms, source.name());
        entity.lastSyncAt = draft.now();
        entity.lastAttemptAt = draft.now();
        entity.lastError = null;
        evaluate(entity, draft);
        change(draft, entity, "subscription.synchronised", before);
        return Subscription.from(entity);
    }

    private Subscription storeFailure(Draft draft, String error) {
        var entity = repository.get();
        var before = SubscriptionAudit.from(entity);
        entity.lastAttemptAt = draft.now();
        entity.lastError = error;
        change(draft, entity, "subscription.synchronisation_failed", before);
        return Subscription.from(entity);
    }

    private void evaluate(SubscriptionEntity entity, Draft draft) {
        entity.store(Entitlement.of(entity.terms(), draft.now(), settings.grace()), draft.now());
    }

    private static void change(Draft draft, SubscriptionEntity entity, String action, SubscriptionAudit before) {
        entity.revision = draft.revision();
        draft.change(
                draft.after().withEntitlement(entity.entitlement()),
                new AuditEvent(action, "subscription", null, null, before, SubscriptionAudit.from(entity)));
    }
}
