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
}
