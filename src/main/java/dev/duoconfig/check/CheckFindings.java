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
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.duoconfig.diagnosis.ConnectionFindings;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.limit.ConcurrencyLimit;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.CallerKey;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs the checks of the gateway and of all models, as many at once as a caller may run, and reports their results. */
@ApplicationScoped
class CheckFindings implements ConnectionFindings {

    /** For all checks together, because the caller is waiting for the response. */
    private static final Duration MAX_DURATION = Duration.ofSeconds(60);

    /** One request already uses all places of its caller. */
    private static final int MAX_AT_ONCE_PER_CALLER = 1;

    private static final int MAX_AT_ONCE = 4;

    private final ConfigurationReader reader;
    private final Checks checks;
    private final CurrentCaller caller;
    private final CallerRateLimits limits;
    private final Traces traces;
    private final ConcurrencyLimit running = new ConcurrencyLimit(MAX_AT_ONCE_PER_CALLER, MAX_AT_ONCE);

    CheckFindings(
            ConfigurationReader reader, Checks checks, CurrentCaller caller, CallerRateLimits limits, Traces traces) {
        this.reader = reader;
        this.checks = checks;
        this.caller = caller;
        this.limits = limits;
        this.traces = traces;
    }

    @Override
    public List<Finding> all() {
        var key = caller.key();
        if (!running.tryEnter(key)) {
            throw new ApiException(
                    ProblemType.TOO_MANY_CHECKS,
                    "Limit: " + MAX_AT_ONCE_PER_CALLER + " such request at once per caller, and " + MAX_AT_ONCE
                            + " in total; try again when one of them has finished.");
        }
        try {
            var version = new GatewayVersion();
            var findings = run(key, tasks(key, version));
            var gitlab = reader.read(snapshot -> snapshot.catalogue().version()).body();
            return Stream.concat(version.difference(gitlab).stream(), findings.stream())
                    .toList();
        } finally {
            running.leave(key);
        }
    }

    private List<Task> tasks(CallerKey key, GatewayVersion version) {
        var tasks = new ArrayList<Task>();
        tasks.add(new Task("gateway", "/gateway", () -> checks.gateway(key, CheckOptions.ONE_OF_ALL, version)));
        reader.read(snapshot -> snapshot.models().values().stream()
                        .sorted(Comparator.comparing(Snapshot.Model::name))
                        .toList())
                .body()
                .forEach(model -> tasks.add(new Task(
                        "model",
                        "/models/" + model.id(),
                        () -> checks.model(key, Long.toString(model.id()), CheckOptions.ONE_OF_ALL))));
        return tasks;
    }

    private List<Finding> run(CallerKey key, List<Task> tasks) {
        var threads = Executors.newFixedThreadPool(
                CallerRateLimits.MAX_AT_ONCE_PER_CALLER, task -> new Thread(task, "diagnostic-check"));
        try {
            var calls = tasks.stream()
                    .map(task ->
                            (Callable<CheckReport>) () -> limits.runInTurn(CallerRateLimits.Kind.CHECK, key, task.check)
                                    .body())
                    .toList();
            var futures = threads.invokeAll(traces.continued(calls), MAX_DURATION.toMillis(), TimeUnit.MILLISECONDS);
            var findings = new ArrayList<Finding>();
            for (var i = 0; i < tasks.size(); i++) {
                findings.add(tasks.get(i).finding(futures.get(i)));
            }
            return findings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            threads.shutdownNow();
        }
    }

    private record Task(String kind, String subject, Supplier<ReadResult<CheckReport>> check) {

        Finding finding(Future<CheckReport> future) throws InterruptedException {
            try {
                return finding(future.get());
            } catch (CancellationException e) {
                return notRun("all checks together took longer than " + MAX_DURATION.toSeconds() + " s.");
            } catch (ExecutionException e) {
                return notRun(
                        e.getCause() instanceof ApiException refused
                                ? String.valueOf(refused.getMessage())
                                : "it failed with an unexpected error.");
            }
        }

        private Finding finding(CheckReport report) {
            var lastDetail = report.steps().get(report.steps().size() - 1).detail();
            return switch (report.status()) {
                case PASSED -> Finding.ok(kind + "_check_passed", subject, report.summary());
                case SKIPPED -> Finding.ok(kind + "_check_skipped", subject, report.summary());
                case FAILED -> Finding.error(kind + "_check_failed", subject, lastDetail, report.summary());
            };
        }

        private Finding notRun(String reason) {
            return Finding.warning(
                    "check_not_run", subject, "The check did not finish: " + reason, "Run POST " + subject + "/check.");
        }
    }
}
