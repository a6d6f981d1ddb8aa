package dev.duoconfig.instance;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.duoconfig.gitlab.GitLabState;

/**
 * Finds what makes a GitLab instance equal to this configuration. Pure: the same input gives the same plan. After its steps,
 * another plan has none.
 */
final class Planner {

    private Planner() {}

    /**
     * Plans the changes.
     *
     * @param there the state of the GitLab
     * @param recorded what earlier applies recorded about the models there
     * @param sendKeys whether to send all API keys, also those that it has already
     */
    static Plan plan(
            Desired desired,
            GitLabState there,
            List<RecordedModel> recorded,
            DeleteModels deleteModels,
            boolean sendKeys) {
        var here = desired.snapshot();
        var matching = ModelMatching.of(here, there, recorded);
        var models = models(desired, there, matching, sendKeys);
        var features = new FeatureSteps(here, there, matching, models);
        var findings = new Findings();

        GatewaySteps.plan(desired, there, findings);
        var deletions =
                switch (deleteModels) {
                    case OWN -> DeletionSteps.find(here, sorted(recorded), matching, features, findings);
                    case NEVER -> List.<Deletion>of();
                };
        var deleted = deletions.stream().map(deletion -> deletion.there().id()).collect(Collectors.toSet());
        new ModelSteps(there, models.values(), deletions, findings).plan();
        features.addTo(findings, deleted);
        new FeatureWarnings(here, there, features, deleted, findings).add();
        deletions.forEach(deletion -> findings.step(deletion.step()));
        return findings.plan(ids(matching.found()));
    }

    private static List<RecordedModel> sorted(List<RecordedModel> recorded) {
        return recorded.stream()
                .sorted(Comparator.comparing(RecordedModel::modelId))
                .toList();
    }

    private static Map<Long, String> ids(Map<Long, GitLabState.Model> found) {
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .id()));
    }

    private static Map<Long, WantedModel> models(
            Desired desired, GitLabState there, ModelMatching matching, boolean sendKeys) {
        var models = new TreeMap<Long, WantedModel>();
        desired.snapshot()
                .models()
                .forEach((id, model) ->
                        models.put(id, WantedModel.of(model, desired, matching, there.offered(), sendKeys)));
        return models;
    }
}
