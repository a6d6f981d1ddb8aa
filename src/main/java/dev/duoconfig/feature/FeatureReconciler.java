package dev.duoconfig.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.Availability;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.PendingChange;
import jakarta.enterprise.context.ApplicationScoped;

/** The choices of all features at once, with the names of models: those that are there, and those that there shall be. */
@ApplicationScoped
public class FeatureReconciler {

    private final Features features;

    FeatureReconciler(Features features) {
        this.features = features;
    }

    /**
     * Judges choices that shall be all there are. What is not available or not offered at the moment is taken with a warning,
     * as it would be there had it been chosen before.
     *
     * @param planned the configuration as it will be but for models and choices
     * @param families the families of the models that there will be, by name
     * @param errors takes what is wrong, with pointers such as {@code /3/model}
     * @return what counts if nothing was wrong, by feature
     */
    public Map<String, NamedChoice> plan(
            List<ConfigurationFeature> requests,
            Snapshot planned,
            Map<String, String> families,
            ProblemErrors errors,
            ProblemErrors warnings) {
        var choices = new LinkedHashMap<String, NamedChoice>();
        for (var index = 0; index < requests.size(); index++) {
            var place = "/" + index;
            var request = requests.get(index);
            var id = request.feature();
            if (id == null) {
                errors.add(place + "/feature", "required", "The id of a feature is required.");
                continue;
            }
            var choice =
                    new ChoiceValidation(planned, families, errors.at(place), warnings.at(place)).choice(id, request);
            if (choices.putIfAbsent(id, choice) != null) {
                errors.add(place + "/feature", "duplicate-feature", "The feature is in the list twice.");
            }
        }
        return choices;
    }

    /** The choices that are not as they shall be, as features are listed. */
    public static List<ChoiceChange> changes(Map<String, NamedChoice> wanted, Snapshot before) {
        var changes = new ArrayList<ChoiceChange>();
        inOrder(before).forEach(id -> {
            var present = NamedChoice.of(id, before);
            var after = wanted.getOrDefault(id, NamedChoice.UNASSIGNED);
            if (!after.equals(present)) {
                changes.add(new ChoiceChange(id, present, after));
            }
        });
        return changes;
    }

    /**
     * Stores changes of choices with the change that is under way.
     *
     * @param models those that are there now, by name
     */
    public void store(List<ChoiceChange> changes, Map<String, Snapshot.Model> models, PendingChange pending) {
        if (!changes.isEmpty()) {
            pending.requireEntitlement();
        }
        var choices = new LinkedHashMap<String, FeatureChoice>();
        for (var change : changes) {
            var name = change.after().model();
            var model = name == null ? null : models.get(name);
            choices.put(
                    change.feature(), new FeatureChoice(change.after().provider(), model == null ? null : model.id()));
        }
        features.apply(pending, choices);
    }

    /** Ids of all features that the catalogue or a setting knows, as they are listed. */
    private static Stream<String> inOrder(Snapshot snapshot) {
        return Stream.concat(
                        snapshot.catalogue().features().stream().map(Feature::id),
                        snapshot.settings().keySet().stream().sorted())
                .distinct();
    }

    private record ChoiceValidation(
            Snapshot planned, Map<String, String> families, ProblemErrors errors, ProblemErrors warnings) {

        NamedChoice choice(String id, ConfigurationFeature request) {
            var rules = new ChoiceRules(planned, errors);
            var feature = planned.catalogue().feature(id);
            var present = NamedChoice.of(id, planned);
            if (isAsBefore(request, present)
                    && (feature == null || !planned.catalogue().offers(present.provider()))) {
                return present;
            }
            var choice = named(rules, request);
            if (feature == null) {
                errors.add(
                        "/feature",
                        "feature-not-found",
                        "There is no feature '" + QueryParameters.shown(id) + "' in GitLab "
                                + planned.catalogue().version() + ".");
                return choice;
            }
            var reason = Availability.unavailableReason(planned, feature);
            if (reason != null) {
                warnings.add("", "feature_not_available", ChoiceRules.unavailable(feature, reason));
            }
            if (choice.model() != null) {
                validateFamily(rules, feature, choice.model(), choice.equals(present));
            }
            return choice;
        }

        /** Another catalogue than the one in use may have let it in. */
        private boolean isAsBefore(ConfigurationFeature request, NamedChoice present) {
            return present.provider().id().equals(request.provider().orElse(null))
                    && Objects.equals(present.model(), request.model())
                    && (present.model() == null || families.containsKey(present.model()));
        }

        private NamedChoice named(ChoiceRules rules, ConfigurationFeature request) {
            var model = request.model() == null ? null : request.model().strip();
            var provider =
                    rules.provider(request.provider(), ChoiceRules.NamedModel.byName(model, families.keySet()), "");
            if (provider == null) {
                return NamedChoice.UNASSIGNED;
            }
            return new NamedChoice(provider, provider == Provider.SELF_HOSTED ? model : null);
        }

        private void validateFamily(ChoiceRules rules, Feature feature, String model, boolean chosenBefore) {
            var family = String.valueOf(families.get(model));
            if (!feature.supports(family) && !(chosenBefore && hasFamily(model, family))) {
                rules.requireSupported(feature, model, family, "/model");
            } else if (!Availability.familyOffered(planned, family)) {
                warnings.add("/model", "family_not_offered", rules.notOffered(model, family));
            }
        }

        private boolean hasFamily(String model, String family) {
            return planned.models().values().stream()
                    .anyMatch(present ->
                            present.name().equals(model) && present.family().equals(family));
        }
    }
}
