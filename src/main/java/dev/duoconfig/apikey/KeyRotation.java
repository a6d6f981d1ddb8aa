package dev.duoconfig.apikey;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecurityForms;
import dev.duoconfig.security.Caller;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.Transactions;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Seals all stored API keys again under the current master key and for the servers of their models, in small steps that other
 * writes can run between, so that earlier master keys can be removed. In a database of release 0.2, it first begins the forms
 * that 0.2 cannot read.
 */
@ApplicationScoped
class KeyRotation {

    private static final Logger LOG = Logger.getLogger(KeyRotation.class);
    private static final int STEP = 50;

    private final ApiKeyRows rows;
    private final SecretBox secrets;
    private final SecurityForms forms;
    private final List<OtherSealedValues> others;
    private final Transactions transactions;
    private final ConfigurationWriter writer;
    private final BackgroundJobs jobs;
    private final ExecutorService background;
    private final Clock clock;
    private volatile Rewrap last = Rewrap.NONE;

    KeyRotation(
            ApiKeyRows rows,
            SecretBox secrets,
            SecurityForms forms,
            @All List<OtherSealedValues> others,
            Transactions transactions,
            ConfigurationWriter writer,
            BackgroundJobs jobs,
            ExecutorService background,
            Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.forms = forms;
        this.others = others;
        this.transactions = transactions;
        this.writer = writer;
        this.jobs = jobs;
        this.background = background;
        this.clock = clock;
    }

    Secrets secrets() {
        var counts = rows.countByMasterKey();
        var ids = new LinkedHashSet<>(secrets.keyIds());
        ids.addAll(counts.keySet());
        var keys = ids.stream()
                .map(id -> new MasterKeyUse(
                        id, id.equals(secrets.keyId()), secrets.keyIds().contains(id), counts.getOrDefault(id, 0)))
                .toList();
        return new Secrets(secrets.keyId(), keys, last);
    }

    /** Starts to seal the keys again that are not sealed under the current master key, unless that is already running. */
    synchronized Secrets start(Caller caller) {
        var present = secrets();
        var nothingToDo = transactions.read(forms::read).complete()
                && present.keys().stream().allMatch(key -> key.current() || key.values() == 0);
        if (last.running() || (nothingToDo && !last.interrupted())) {
            return present;
        }
        var begun = record(caller, "secrets.rewrap_started", null, this::begin);
        last = Rewrap.startedAt(clock.instant()).plus(begun.resealed(), begun.unreadable());
        background.execute(() -> run(caller));
        return secrets();
    }

    private SealedAgain begin(PendingChange pending) {
        forms.begin();
        return others.stream()
                .map(values -> values.sealAgain(pending.form()))
                .reduce(SealedAgain.NONE, SealedAgain::plus);
    }

    private void run(Caller caller) {
        var status = Rewrap.Status.INTERRUPTED;
        try {
            if (resealAll()) {
                var unused = record(
                        caller, "secrets.rewrapped", new Outcome(last.resealed(), last.unreadable()), pending -> {
                            rows.endUnbound();
                            return last;
                        });
                status = Rewrap.Status.FINISHED;
            }
        } catch (RuntimeException e) {
            LOG.warnf("Sealing the API keys again ended early; repeat POST /secrets/rewrap: %s", e.getMessage());
        } finally {
            last = last.ended(status, clock.instant());
        }
    }

    /** Returns whether all keys were processed. */
    private boolean resealAll() {
        var after = 0L;
        while (true) {
            var from = after;
            var step = new ApiKeyRows.Resealed[1];
            if (!jobs.run(() -> step[0] = rows.reseal(from, STEP))) {
                return false;
            }
            last = last.plus(step[0].resealed(), step[0].unreadable());
            if (step[0].seen() < STEP) {
                return true;
            }
            after = step[0].lastId();
        }
    }

    private <T> T record(Caller caller, String action, @Nullable Object outcome, Function<PendingChange, T> change) {
        return writer.write(WriteKind.SECRETS, WriteOptions.unconditional(caller, false), pending -> {
                    var result = change.apply(pending);
                    pending.change(
                            pending.before(), new AuditEvent(action, "secrets", secrets.keyId(), null, null, outcome));
                    return result;
                })
                .body();
    }

    private record Outcome(int resealed, int unreadable) {}
}
