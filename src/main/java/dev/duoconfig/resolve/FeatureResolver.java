package dev.duoconfig.resolve;

import java.util.Arrays;

import dev.duoconfig.catalogue.Feature;

/** Decides what becomes of a request for a feature: a pure function of a snapshot. */
public final class FeatureResolver {

    private static final Rule[] RULES = Rule.values();

    private FeatureResolver() {}

    /** The decision: the first {@link Rule} that matches makes it. */
    public static Resolution resolve(Snapshot snapshot, Feature feature) {
        var facts = Facts.of(snapshot, feature);
        return decidingRule(facts).resolution(facts);
    }

    /** The same decision, with every rule that was asked on the way to it. */
    public static Explanation explain(Snapshot snapshot, Feature feature) {
        var facts = Facts.of(snapshot, feature);
        var deciding = decidingRule(facts);
        var trace = Arrays.stream(RULES, 0, deciding.ordinal() + 1)
                .map(rule -> rule.step(facts, rule == deciding))
                .toList();
        return new Explanation(deciding.resolution(facts), trace);
    }

    private static Rule decidingRule(Facts facts) {
        for (var rule : RULES) {
            if (rule.matches(facts)) {
                return rule;
            }
        }
        throw new IllegalStateException(
                "The last rule did not match feature '" + facts.feature().id() + "'");
    }
}
