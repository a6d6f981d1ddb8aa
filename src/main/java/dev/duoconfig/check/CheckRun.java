package dev.duoconfig.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.duoconfig.check.CheckReport.CheckStep;
import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.resolve.CheckStatus;

/** Runs the steps of a check one after another, until one fails. */
final class CheckRun {

    private final Duration stepTimeout;
    private final long started = System.nanoTime();
    private final List<CheckStep> steps = new ArrayList<>();
    private final List<CheckSuggestion> suggestions = new ArrayList<>();
    private CheckStatus status = CheckStatus.SKIPPED;
    private String summary = "";

    CheckRun(Duration stepTimeout) {
        this.stepTimeout = stepTimeout;
    }

    CheckRun step(StepName name, Function<Deadline, StepOutcome> action) {
        if (status != CheckStatus.FAILED) {
            var start = System.nanoTime();
            var outcome = run(name, action);
            steps.add(new CheckStep(
                    name, outcome.status(), outcome.detail(), outcome.serverMessage(), millisSince(start)));
            suggestions.addAll(outcome.suggestions());
            if (outcome.status() != CheckStatus.SKIPPED || status == CheckStatus.SKIPPED) {
                status = outcome.status();
                summary = outcome.summary();
            }
        }
        return this;
    }

    CheckReport report() {
        return new CheckReport(status, summary, millisSince(started), List.copyOf(steps), List.copyOf(suggestions));
    }

    private StepOutcome run(StepName name, Function<Deadline, StepOutcome> action) {
        try {
            return action.apply(Deadline.in(stepTimeout));
        } catch (OutboundException e) {
            return FaultExplanations.outcome(name, e);
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
