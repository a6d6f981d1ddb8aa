package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.resolve.Snapshot;

/**
 * Plans the deletion of models that this service created there, and that no longer exist here. Nothing is deleted that could be
 * somebody else's model.
 */
final class DeletionSteps {

    private final Snapshot here;
    private final ModelMatching matching;
    private final FeatureSteps features;
    private final Findings findings;
    private final Set<String> seen = new HashSet<>();
    private final List<Deletion> deletions = new ArrayList<>();

    private DeletionSteps(Snapshot here, ModelMatching matching, FeatureSteps features, Findings findings) {
        this.here = here;
        this.matching = matching;
        this.features = features;
        this.findings = findings;
    }

    /** Finds the models to delete, and reports those that are not deleted. */
    static List<Deletion> find(
            Snapshot here,
            List<RecordedModel> recorded,
            ModelMatching matching,
            FeatureSteps features,
            Findings findings) {
        return new DeletionSteps(here, matching, features, findings).find(recorded);
    }

    private List<Deletion> find(List<RecordedModel> recorded) {
        var confirmed = recorded.stream()
                .map(RecordedModel::gitlabId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        for (var row : recorded) {
            var model = matching.recordedModel(row);
            if (row.created()
                    && !here.models().containsKey(row.modelId())
                    && model != null
                    && matching.idHere(model.id()) == null
                    && (row.gitlabId() != null || !confirmed.contains(model.id()))) {
                decide(row, model);
            }
        }
        return deletions;
    }

    private void decide(RecordedModel row, GitLabState.Model model) {
        if (row.gitlabId() == null) {
            report(
                    "model_unconfirmed_there",
                    model,
                    "The model was deleted here. The response to its creation in GitLab got lost. GitLab has a model of this name,"
                            + " which can be somebody else's.",
                    "In GitLab, delete the model if nobody needs it.");
        } else if (!row.name().equals(model.name())) {
            report(
                    "model_changed_there",
                    model,
                    "The model was deleted here. In GitLab, it was named '%s', and the model with its id has another name now."
                            .formatted(row.name()),
                    "In GitLab, delete the model if nobody needs it.");
        } else if (seen.add(model.id())) {
            deleteIfUnused(new Deletion(row.modelId(), model));
        }
    }

    private void deleteIfUnused(Deletion deletion) {
        var users = features.usersOf(deletion.there().id());
        if (users.isEmpty()) {
            deletions.add(deletion);
        } else {
            report(
                    "model_in_use_there",
                    deletion.there(),
                    "The model was deleted here. In GitLab, features that cannot be changed from here still use it: %s."
                            .formatted(String.join(", ", users)),
                    "In GitLab, choose another model for these features, then apply again.");
        }
    }

    private void report(String code, GitLabState.Model model, String detail, String remedy) {
        findings.manual(code, model.name(), detail, remedy);
    }
}
