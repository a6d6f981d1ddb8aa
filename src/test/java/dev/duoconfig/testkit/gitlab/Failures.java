package dev.duoconfig.testkit.gitlab;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The failures that a test has planned for a {@link GitLabDouble}. */
final class Failures {

    private final List<Planned> planned = new ArrayList<>();
    private @Nullable Failure always;
    private int calls;

    /** @param operation null for any operation; then {@code call} is the number of the call */
    private record Planned(@Nullable String operation, int call, Failure failure) {

        boolean isFor(String operation, int call) {
            return this.operation == null ? this.call == call : this.operation.equals(operation);
        }
    }

    void atCall(int number, Failure failure) {
        planned.add(new Planned(null, calls + number, failure));
    }

    void at(String operation, Failure failure) {
        planned.add(new Planned(operation, 0, failure));
    }

    void always(Failure failure) {
        always = failure;
    }

    void clear() {
        planned.clear();
        always = null;
    }

    /** Counts a call, and returns its failure; null if it does not fail. */
    @Nullable
    Failure next(String operation) {
        calls++;
        for (var candidate : planned) {
            if (candidate.isFor(operation, calls)) {
                planned.remove(candidate);
                return candidate.failure();
            }
        }
        return always;
    }
}
