package dev.duoconfig.instance;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Finds the models of this service in a GitLab. The recorded id decides, unless the model with this id resembles neither the
 * record nor the model here: a GitLab that was installed again gives the ids to other models. A creation that was not confirmed
 * is found under the name with which it was requested. Any other model adopts the model there that has its name.
 */
final class ModelMatching {

    private final Snapshot here;
    private final ModelForm form;
    private final Map<String, GitLabState.Model> thereById;
    private final Map<String, GitLabState.Model> thereByName;
    private final Map<Long, GitLabState.Model> found = new TreeMap<>();
    private final Map<String, Long> idsHere = new HashMap<>();

    /** The records that led to models, by the id of the model here. */
    private final Map<Long, RecordedModel> confirmed = new HashMap<>();

    private ModelMatching(Snapshot here, GitLabState there) {
        this.here = here;
        form = new ModelForm(there.offered(), GitLabInterface.UPDATE_MODEL);
        thereById = index(there.models(), GitLabState.Model::id);
        thereByName = index(there.models(), GitLabState.Model::name);
    }

    /**
     * Matches the models. Where records contradict one another, the model with the lower id wins.
     *
     * @param recorded the records, in any order
     */
    static ModelMatching of(Snapshot here, GitLabState there, Collection<RecordedModel> recorded) {
        var matching = new ModelMatching(here, there);
        var rows = recorded.stream()
                .filter(row -> here.models().containsKey(row.modelId()))
                .sorted(Comparator.comparing(RecordedModel::modelId))
                .toList();
        rows.forEach(row -> matching.confirm(row, matching.sameById(row)));
        rows.stream()
                .sorted(Comparator.comparing(
                        row -> !row.name().equals(matching.here(row).name())))
                .forEach(row -> matching.confirm(row, matching.unconfirmed(row)));
        here.models().values().stream()
                .sorted(Comparator.comparing(Snapshot.Model::id))
                .forEach(model -> matching.claim(model.id(), matching.thereByName.get(model.name())));
        return matching;
    }

    /** The model there; null if there is none yet. */
    GitLabState.@Nullable Model there(long modelId) {
        return found.get(modelId);
    }

    /** The record of the model that was found there; null if it was not found because of a record. */
    @Nullable
    RecordedModel record(long modelId) {
        return confirmed.get(modelId);
    }

    /** The id here of a model there; null if it is not a model of this service. */
    @Nullable
    Long idHere(@Nullable String gitlabId) {
        return gitlabId == null ? null : idsHere.get(gitlabId);
    }

    /**
     * The model there with the id or, if the creation was not confirmed, the name in a record; null if there is none. It can be a
     * model of another record, and a model that this service does not know.
     */
    GitLabState.@Nullable Model recordedModel(RecordedModel row) {
        return row.gitlabId() == null ? unconfirmed(row) : thereById.get(row.gitlabId());
    }

    /** The models that were found there, by the id here. */
    Map<Long, GitLabState.Model> found() {
        return Collections.unmodifiableMap(found);
    }

    private Snapshot.Model here(RecordedModel row) {
        return Objects.requireNonNull(here.models().get(row.modelId()));
    }

    private void confirm(RecordedModel row, GitLabState.@Nullable Model model) {
        if (claim(row.modelId(), model)) {
            confirmed.put(row.modelId(), row);
        }
    }

    private boolean claim(long id, GitLabState.@Nullable Model model) {
        if (model == null || found.containsKey(id) || idsHere.putIfAbsent(model.id(), id) != null) {
            return false;
        }
        found.put(id, model);
        return true;
    }

    private GitLabState.@Nullable Model sameById(RecordedModel row) {
        var model = row.gitlabId() == null ? null : thereById.get(row.gitlabId());
        var same = model != null
                && (model.name().equals(row.name())
                        || ModelForm.resemble(model, form.sent(here(row).deployment())));
        return same ? model : null;
    }

    private GitLabState.@Nullable Model unconfirmed(RecordedModel row) {
        return row.gitlabId() == null && row.created() ? thereByName.get(row.name()) : null;
    }

    private static Map<String, GitLabState.Model> index(
            List<GitLabState.Model> models, Function<GitLabState.Model, String> key) {
        return models.stream().collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
    }
}
