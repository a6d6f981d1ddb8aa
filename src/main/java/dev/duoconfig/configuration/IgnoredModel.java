package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.http.problem.ProblemError;
import dev.duoconfig.http.problem.VisibleText;
import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.joining;

/**
 * A model of another system that cannot be stored here.
 *
 * @param name null if it has none
 * @param code the code of the first rule that it violates
 * @param detail all rules that it violates, in sentences
 * @param features ids of the features that use it there
 */
record IgnoredModel(@Nullable String name, String code, String detail, List<String> features) {

    private static final int MAX_NAME_LENGTH = 255;

    /**
     * The ignored model.
     *
     * @param faults the rules that it violates; not empty
     * @param choices all choices of the other system
     */
    static IgnoredModel of(@Nullable String name, List<ProblemError> faults, List<ConfigurationFeature> choices) {
        var features = choices.stream()
                .filter(choice -> name != null
                        && choice.model() != null
                        && choice.model().strip().equals(name))
                .map(choice -> shown(String.valueOf(choice.feature())))
                .toList();
        return new IgnoredModel(
                name == null ? null : shown(name),
                faults.get(0).code(),
                faults.stream().map(ProblemError::detail).collect(joining(" ")),
                features);
    }

    /** A name of the other system, in visible characters. */
    static String shown(String name) {
        return VisibleText.cut(VisibleText.masked(name), MAX_NAME_LENGTH, "...");
    }
}
