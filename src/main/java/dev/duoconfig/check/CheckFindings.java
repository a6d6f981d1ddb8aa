package dev.duoconfig.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.http.ApiException;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.ConfigurationReader;
import dev.duoconfig.snapshot.Finding;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs the checks of the gateway and of all models, as many at once as may run, and tells what they found. */
@ApplicationScoped
public class CheckFindings {

    /** For all models together; whoever asks is still waiting for the answer. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ConfigurationReader reader;
    private final Checks checks;
    private final CheckSlots slots;

    CheckFindings(ConfigurationReader reader, Checks checks, CheckSlots slots) {
        this.reader = reader;
        this.checks = checks;
        this.slots = slots;
    }

    /** What the check of the gateway found. Blocks; not to be called inside a transaction. */
    public List<Finding> ofGateway() {
        return all(List.of(() ->
                finding("gateway", "/gateway", slots.inTurn(checks::gateway).body())));
    }

    /** What the checks of the models found, in the order of their names. */
    public List<Finding> ofModels() {
        var models = reader.read(snapshot -> snapshot.models().values().stream()
                        .sorted(Comparator.comparing(Snapshot.Model::name))
                        .toList())
                .body();
        var tasks = new ArrayList<Callable<Finding>>();
        for (var model : models) {
            tasks.add(() -> finding(model));
        }
        return all(tasks);
    }

    private Finding finding(Snapshot.Model model) throws InterruptedException {
        var subject = "/models/" + model.id();
        try {
            var report = slots.inTurn(() -> checks.model(Long.toString(model.id()), CheckOptions.DIRECT));
            return finding("model", subject, report.body());
        } catch (ApiException refused) {
            return notRun(subject, String.valueOf(refused.getMessage()));
        }
    }

    private static Finding finding(String kind, String subject, CheckReport report) {
        var last = report.steps().get(report.steps().size() - 1).detail();
        return switch (report.status()) {
            case PASSED -> Finding.ok(kind + "_check_passed", subject, report.summary());
            case SKIPPED -> Finding.ok(kind + "_check_skipped", subject, report.summary());
            case FAILED -> Finding.error(kind + "_check_failed", subject, last, report.summary());
        };
    }

    private static Finding notRun(String subject, String reason) {
        return Finding.warning(
                "check_not_run",
                subject,
                "The check did not come to its end: " + reason,
                "Run POST " + subject + "/check.");
    }

    private static List<Finding> all(List<Callable<Finding>> tasks) {
        var threads = Executors.newFixedThreadPool(CheckSlots.SLOTS, task -> new Thread(task, "diagnostic-check"));
        try {
            var findings = new ArrayList<Finding>();
            for (var done : threads.invokeAll(tasks, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                findings.add(result(done));
            }
            return findings;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Finding result(Future<Finding> done) throws InterruptedException {
        try {
            return done.get();
        } catch (CancellationException late) {
            return notRun("/models", "all checks together took longer than " + LIMIT.toSeconds() + " s.");
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
