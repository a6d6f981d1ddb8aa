package dev.duoconfig.resolve;

import java.util.ArrayList;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.resolve.Explanation.ResolutionStep;

/** Decides how a request for a feature is served: a pure function of a snapshot. */
public final class FeatureResolver {

    private static final Rule[] RULES = Rule.values();

    private FeatureResolver() {}

    /** The decision, made by the first {@link Rule} that matches. */
    public static Resolution resolve(Snapshot snapshot, Feature feature) {
        var facts = Facts.of(snapshot, feature);
        for (var rule : RULES) {
            if (rule.matches(facts)) {
                return rule.resolution(facts);
            }
        }
        throw new IllegalStateException("The last rule did not match feature '" + feature.id() + "'");
    }

    /** The same decision, with every rule that was evaluated. */
    public static Explanation explain(Snapshot snapshot, Feature feature) {
        var facts = Facts.of(snapshot, feature);
        var trace = new ArrayList<ResolutionStep>();
        for (var rule : RULES) {
            var matched = rule.matches(facts);
            trace.add(rule.step(facts, matched));
            if (matched) {
                return new Explanation(rule.resolution(facts), trace);
            }
        }
        throw new IllegalStateException("The last rule did not match feature '" + feature.id() + "'");
    }
}
