package dev.duoconfig.instance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Finds the models of this service in a GitLab. The recorded id decides. A creation that was not confirmed is found under the
 * name with which it was requested. Any other model adopts the model there that has its name.
 */
final class ModelMatching {

    private final Map<String, GitLabState.Model> thereById;
    private final Map<String, GitLabState.Model> thereByName;
    private final Map<Long, GitLabState.Model> found = new HashMap<>();
    private final Map<String, Long> idsHere = new HashMap<>();

    private ModelMatching(List<GitLabState.Model> there) {
        thereById = index(there, GitLabState.Model::id);
        thereByName = index(there, GitLabState.Model::name);
    }

    /**
     * Matches the models. Where records contradict one another, the model with the lower id wins.
     *
     * @param recorded the records by the id of the model here
     */
    static ModelMatching of(Snapshot here, GitLabState there, Map<Long, RecordedModel> recorded) {
        var matching = new ModelMatching(there.models());
        var rows = recorded.values().stream()
                .filter(row -> here.models().containsKey(row.modelId()))
                .sorted(Comparator.comparing(RecordedModel::modelId))
                .toList();
        rows.forEach(row -> matching.claim(row.modelId(), matching.confirmed(row)));
        rows.stream()
                .sorted(Comparator.comparing(row -> !row.name().equals(name(here, row))))
                .forEach(row -> matching.claim(row.modelId(), matching.unconfirmed(row)));
        here.models().values().stream()
                .sorted(Comparator.comparing(Snapshot.Model::id))
                .forEach(model -> matching.claim(model.id(), matching.thereByName.get(model.name())));
        return matching;
    }

    private static String name(Snapshot here, RecordedModel row) {
        return Objects.requireNonNull(here.models().get(row.modelId())).name();
    }

    /** The model there; null if there is none yet. */
    GitLabState.@Nullable Model there(long modelId) {
        return found.get(modelId);
    }

    /** The id here of a model there; null if it is not a model of this service. */
    @Nullable
    Long idHere(@Nullable String gitlabId) {
        return gitlabId == null ? null : idsHere.get(gitlabId);
    }

    /** The model there to which a record refers, also if that is a model of another record; null if there is none. */
    GitLabState.@Nullable Model recordedModel(RecordedModel row) {
        return row.gitlabId() == null ? unconfirmed(row) : confirmed(row);
    }

    /** The global ids of the models there, by the id here. */
    Map<Long, String> found() {
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .id()));
    }

    private void claim(long id, GitLabState.@Nullable Model model) {
        if (model != null && !found.containsKey(id) && idsHere.putIfAbsent(model.id(), id) == null) {
            found.put(id, model);
        }
    }

    private GitLabState.@Nullable Model confirmed(RecordedModel row) {
        return row.gitlabId() == null ? null : thereById.get(row.gitlabId());
    }

    private GitLabState.@Nullable Model unconfirmed(RecordedModel row) {
        return row.gitlabId() == null && row.created() ? thereByName.get(row.name()) : null;
    }

    private static Map<String, GitLabState.Model> index(
            List<GitLabState.Model> models, Function<GitLabState.Model, String> key) {
        return models.stream().collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
    }
}
