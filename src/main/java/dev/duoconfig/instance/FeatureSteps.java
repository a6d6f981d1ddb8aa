package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.instance.Step.FeatureState;
import dev.duoconfig.instance.Step.SetFeatures;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** Plans the settings of the features that the catalogue here contains. */
final class FeatureSteps {

    private final Snapshot here;
    private final Map<String, FeatureSetting> settings;

    /** The features that use a model there, by its global id. */
    private final Map<String, List<String>> users;

    private final ModelMatching matching;
    private final Map<Long, WantedModel> models;
    private final FeatureForm form;
    private final Map<String, FeatureState> changes = new LinkedHashMap<>();
    private final Map<String, Obstacle> obstacles = new LinkedHashMap<>();

    FeatureSteps(Snapshot here, GitLabState there, ModelMatching matching, Map<Long, WantedModel> models) {
        this.here = here;
        this.settings = there.features().stream()
                .collect(Collectors.toMap(
                        FeatureSetting::feature, Function.identity(), (first, second) -> first, LinkedHashMap::new));
        this.users = settings.values().stream()
                .filter(setting -> setting.modelId() != null)
                .collect(Collectors.groupingBy(
                        setting -> String.valueOf(setting.modelId()),
                        Collectors.mapping(FeatureSetting::feature, Collectors.toList())));
        this.matching = matching;
        this.models = models;
        this.form = new FeatureForm(there.offered());
        here.catalogue().features().forEach(this::decide);
    }

    /** The features that keep a model there, unless its deletion unassigns them as wanted. */
    List<String> usersOf(String gitlabId) {
        return users.getOrDefault(gitlabId, List.of()).stream()
                .filter(feature -> !changes.containsKey(feature) && !isToBeUnassigned(feature))
                .toList();
    }

    /**
     * Adds the steps, and what is not possible.
     *
     * @param deleted the global ids of the models that are deleted afterwards
     */
    void addTo(Findings findings, Set<String> deleted) {
        var groups = new LinkedHashMap<FeatureState, List<String>>();
        changes.forEach((feature, state) ->
                groups.computeIfAbsent(state, key -> new ArrayList<>()).add(feature));
        groups.forEach((state, features) -> findings.step(
                new SetFeatures(features, features.stream().map(this::shown).toList(), state)));
        obstacles.forEach((feature, obstacle) -> {
            if (!unassignedByDeletion(feature, deleted)) {
                findings.notPossible(feature, obstacle);
            }
        });
    }

    /** The provider of a feature there after all steps. */
    String providerAfter(String feature, Set<String> deleted) {
        var change = changes.get(feature);
        if (change != null) {
            return change.provider();
        }
        return unassignedByDeletion(feature, deleted)
                ? Provider.UNASSIGNED.id()
                : there(feature).provider();
    }

    private void decide(Feature feature) {
        var setting = here.setting(feature.id());
        if (!form.knows(feature.id())) {
            if (!setting.unassigned()) {
                obstacles.put(
                        feature.id(),
                        new Obstacle(NotPossibleCode.FEATURE_UNKNOWN_THERE, "This GitLab does not have the feature."));
            }
            return;
        }
        var model = setting.modelId() == null ? null : Objects.requireNonNull(models.get(setting.modelId()));
        var wanted = wanted(setting, model);
        var there = there(feature.id());
        var obstacle = obstacle(wanted, model);
        if (obstacle == null && !matches(there, wanted)) {
            obstacle = obstacleToChange(there, wanted, model);
            if (obstacle == null) {
                changes.put(feature.id(), wanted);
            }
        }
        if (obstacle != null) {
            obstacles.put(feature.id(), obstacle);
        }
    }

    private static FeatureState wanted(Setting setting, @Nullable WantedModel model) {
        return new FeatureState(
                setting.provider().id(),
                setting.modelId(),
                model == null ? null : model.name(),
                setting.vendoredModel());
    }

    private @Nullable Obstacle obstacle(FeatureState wanted, @Nullable WantedModel model) {
        var ofModel = model == null ? null : model.obstacle();
        return model == null || ofModel == null ? form.obstacle(wanted) : ofModel.ofFeatureWith(model.name());
    }

    private @Nullable Obstacle obstacleToChange(
            FeatureSetting there, FeatureState wanted, @Nullable WantedModel model) {
        var obstacle = form.obstacleToChange(wanted);
        return obstacle != null || model == null
                ? obstacle
                : FeatureForm.obstacleToFamily(there, model.state().family(), here.catalogue());
    }

    private boolean matches(FeatureSetting there, FeatureState wanted) {
        return form.matches(there, wanted)
                && (wanted.modelId() == null || wanted.modelId().equals(matching.idHere(there.modelId())));
    }

    private FeatureState shown(String feature) {
        var setting = there(feature);
        return new FeatureState(
                setting.provider(), matching.idHere(setting.modelId()), setting.modelName(), setting.vendoredModel());
    }

    private FeatureSetting there(String feature) {
        return settings.getOrDefault(
                feature, new FeatureSetting(feature, Provider.UNASSIGNED.id(), null, null, null, List.of()));
    }

    private boolean isToBeUnassigned(String feature) {
        var obstacle = obstacles.get(feature);
        return obstacle != null && obstacle.code() == NotPossibleCode.UNASSIGN_NOT_OFFERED;
    }

    private boolean unassignedByDeletion(String feature, Set<String> deleted) {
        var modelId = there(feature).modelId();
        return modelId != null && deleted.contains(modelId) && isToBeUnassigned(feature);
    }
}
