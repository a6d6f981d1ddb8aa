package dev.duoconfig.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.CallerKey;
import dev.duoconfig.snapshot.replica.Jitter;
import dev.duoconfig.store.ConfigurationReader;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks the gateway and all stored models in the background, those first that have waited longest, under a lease. A model is not
 * asked for an answer, because that can cost money.
 */
final class CheckRounds {

    static final int MAX_AT_ONCE = 4;

    private static final Logger LOG = Logger.getLogger(CheckRounds.class);
    private static final int VARIATION_PERCENT = 10;

    /** Whom lookups of names count for: no token has this claim. */
    private static final CallerKey SERVICE = new CallerKey("", "service", "background checks");

    private final CheckLease lease;
    private final ConfigurationReader reader;
    private final Gateways gateways;
    private final Checks checks;
    private volatile @Nullable ExecutorService workers;
    private volatile boolean stopping;

    CheckRounds(CheckLease lease, ConfigurationReader reader, Gateways gateways, Checks checks) {
        this.lease = lease;
        this.reader = reader;
        this.gateways = gateways;
        this.checks = checks;
    }

    /**
     * Checks everything if that is due and no other replica does it.
     *
     * @param every the time from the end of a round to the beginning of the next one
     * @return whether there was a round
     */
    boolean runIfDue(Duration every) {
        if (stopping || !lease.tryTake(every.plus(every.dividedBy(100 / VARIATION_PERCENT)))) {
            return false;
        }
        checkAll(new ConcurrentLinkedQueue<>(reader.read(this::subjects).body()));
        // Another replica continues if this one stops.
        lease.release(mayGoOn() ? Jitter.around(every, VARIATION_PERCENT) : Duration.ZERO);
        return true;
    }

    void renewLease() {
        lease.renew();
    }

    /** Ends the round, with the checks that are running. There is no other one. */
    void stop() {
        stopping = true;
        var running = workers;
        if (running != null) {
            running.shutdownNow();
        }
    }

    private boolean mayGoOn() {
        return !stopping && lease.isHeld();
    }

    private List<Subject> subjects(Snapshot snapshot) {
        var checked = snapshot.checks();
        var subjects = new ArrayList<Subject>();
        if (gateways.outboundAccess().gatewayUrl() != null) {
            subjects.add(new Subject("/gateway", () -> checks.gateway(SERVICE, CheckOptions.ONE_OF_ALL)));
        }
        snapshot.models().keySet().stream()
                .sorted(Comparator.comparing((Long id) -> checkedAt(id, checked))
                        .thenComparing(id -> id))
                .forEach(id -> subjects.add(new Subject(
                        "/models/" + id, () -> checks.model(SERVICE, Long.toString(id), CheckOptions.ONE_OF_ALL))));
        return subjects;
    }

    private static Instant checkedAt(long id, KnownChecks checked) {
        var last = checked.ofModel(id).last();
        return last == null ? Instant.MIN : last.at();
    }

    /** With new threads for each round, which can be interrupted without losing a task that no thread has begun. */
    private void checkAll(Queue<Subject> subjects) {
        var threads = Executors.newFixedThreadPool(MAX_AT_ONCE, task -> new Thread(task, "background-check"));
        workers = threads;
        try {
            var unused = threads.invokeAll(
                    Collections.nCopies(MAX_AT_ONCE, Executors.callable(() -> checkInTurn(subjects))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }

    private void checkInTurn(Queue<Subject> subjects) {
        for (var next = subjects.poll(); next != null && mayGoOn(); next = subjects.poll()) {
            try {
                next.check.run();
            } catch (RuntimeException e) {
                failed(next, e);
            }
        }
    }

    /** A model can be gone, or its key unreadable, which its warnings say. */
    private void failed(Subject subject, RuntimeException failure) {
        if (DatabaseErrors.isUnavailable(failure)
                || (failure instanceof ApiException problem && problem.type() == ProblemType.UNAVAILABLE)) {
            lease.end();
        } else if (!(failure instanceof ApiException)) {
            LOG.errorf(failure, "The check of %s in the background failed", subject.path);
        }
    }

    private record Subject(String path, Runnable check) {}
}
