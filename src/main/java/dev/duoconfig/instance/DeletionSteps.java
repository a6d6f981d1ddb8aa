package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.duoconfig.resolve.Snapshot;

/** Plans the deletion of models that this service created there, and that no longer exist here. */
final class DeletionSteps {

    private DeletionSteps() {}

    /** Finds the models to delete, and reports those that cannot be deleted because features use them. */
    static List<Deletion> find(
            Snapshot here,
            Collection<RecordedModel> recorded,
            ModelMatching matching,
            FeatureSteps features,
            Findings findings) {
        var deletions = new ArrayList<Deletion>();
        for (var deletion : candidates(here, recorded, matching)) {
            var users = features.usersOf(deletion.there().id());
            if (users.isEmpty()) {
                deletions.add(deletion);
            } else {
                findings.manual(
                        "model_in_use_there",
                        deletion.there().name(),
                        "The model was deleted here. In GitLab, features that cannot be changed from here still use it: %s."
                                .formatted(String.join(", ", users)),
                        "In GitLab, choose another model for these features, then apply again.");
            }
        }
        return deletions;
    }

    private static List<Deletion> candidates(
            Snapshot here, Collection<RecordedModel> recorded, ModelMatching matching) {
        var confirmed = recorded.stream()
                .map(RecordedModel::gitlabId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var candidates = new ArrayList<Deletion>();
        var seen = new HashSet<String>();
        for (var row : recorded) {
            var model = matching.recordedModel(row);
            if (row.created()
                    && !here.models().containsKey(row.modelId())
                    && model != null
                    && matching.idHere(model.id()) == null
                    && (row.gitlabId() != null || !confirmed.contains(model.id()))
                    && seen.add(model.id())) {
                candidates.add(new Deletion(row.modelId(), model));
            }
        }
        return candidates;
    }
}
