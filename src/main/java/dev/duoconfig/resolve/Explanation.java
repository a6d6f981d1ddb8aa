package dev.duoconfig.resolve;

import java.util.List;

/**
 * A resolution with the rules that led to it.
 *
 * @param trace the evaluated rules, in order; the last one decided
 */
public record Explanation(Resolution resolution, List<ResolutionStep> trace) {

    public Explanation {
        trace = List.copyOf(trace);
    }

    /** The sentence that explains the deciding rule to an administrator. */
    public String decision() {
        return trace.get(trace.size() - 1).detail();
    }

    /**
     * One rule of the decision, evaluated for one feature.
     *
     * @param step slug of the rule
     * @param feature id of the feature whose setting the rule examined
     * @param outcome {@code matched} if the rule decided, {@code passed} if the next rule was evaluated
     * @param detail a sentence for an administrator, with the values that the rule examined
     */
    public record ResolutionStep(String step, String feature, String outcome, String detail) {}
}
