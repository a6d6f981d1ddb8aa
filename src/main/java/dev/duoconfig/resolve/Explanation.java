package dev.duoconfig.resolve;

import java.util.List;

/**
 * A resolution, and the way to it.
 *
 * @param trace the rules in the order they were asked; the last one decided
 */
public record Explanation(Resolution resolution, List<ResolutionStep> trace) {

    public Explanation {
        trace = List.copyOf(trace);
    }

    /** What decided, in a sentence for an administrator. */
    public String decision() {
        return trace.get(trace.size() - 1).detail();
    }
}
