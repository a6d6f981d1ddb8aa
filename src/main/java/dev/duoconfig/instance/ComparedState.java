package dev.duoconfig.instance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.duoconfig.gitlab.GitLabState;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a plan depends on beside this configuration. Sorted, so that equal states have the same form in all processes.
 *
 * @param sendKeys whether all API keys are sent
 */
record ComparedState(
        @Nullable String version,
        SortedMap<String, SortedSet<String>> fields,
        SortedMap<String, SortedMap<String, Boolean>> inputs,
        SortedMap<String, SortedSet<String>> values,
        GitLabState.Gateway gateway,
        List<GitLabState.Model> models,
        List<GitLabState.FeatureSetting> features,
        boolean sendKeys) {

    static ComparedState of(GitLabState there, boolean sendKeys) {
        var inputs = new TreeMap<String, SortedMap<String, Boolean>>();
        there.offered().inputs().forEach((type, fields) -> inputs.put(type, new TreeMap<>(fields)));
        return new ComparedState(
                there.version(),
                sorted(there.offered().fields()),
                inputs,
                sorted(there.offered().values()),
                there.gateway(),
                there.models(),
                there.features(),
                sendKeys);
    }

    private static SortedMap<String, SortedSet<String>> sorted(Map<String, Set<String>> names) {
        var sorted = new TreeMap<String, SortedSet<String>>();
        names.forEach((type, members) -> sorted.put(type, new TreeSet<>(members)));
        return sorted;
    }
}
