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

    /**
     * One rule of the decision, as it was looked at for one feature.
     *
     * @param step slug of the rule
     * @param feature id of the feature whose setting the rule looked at
     * @param outcome {@code matched} when the rule decided, {@code passed} when the next one was asked
     * @param detail a sentence for an administrator, with the values the rule saw
     */
    public record ResolutionStep(String step, String feature, String outcome, String detail) {}
}
