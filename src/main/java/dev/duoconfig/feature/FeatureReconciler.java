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
import dev.duoconfig.text.NameIndex;
import dev.duoconfig.text.Names;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Compares the choices of a document with the stored choices of all features, and stores the changes. */
@ApplicationScoped
public class FeatureReconciler {

    private final Features features;

    FeatureReconciler(Features features) {
        this.features = features;
    }

    /**
     * Validates the choices of a document. Features and families that are not available at the moment only cause a warning,
     * because they may have been chosen earlier.
     *
     * @param planned the planned configuration, still with the stored models and choices
     * @param models the planned models, by name
     * @param errors receives the errors, with pointers such as {@code /3/model}
     * @return the choices by feature; valid only if no errors were added
     */
    public Map<String, NamedChoice> plan(
            List<ConfigurationFeature> requests,
            Snapshot planned,
            NameIndex<PlannedFamily> models,
            ProblemErrors errors,
            ProblemErrors warnings) {
        var choices = new LinkedHashMap<String, NamedChoice>();
        for (var index = 0; index < requests.size(); index++) {
            var pointer = "/" + index;
            var request = requests.get(index);
            var id = request.feature();
            if (id == null) {
                errors.add(pointer + "/feature", "required", "The id of a feature is required.");
                continue;
            }
            var choice =
                    new ChoiceValidation(planned, models, errors.at(pointer), warnings.at(pointer)).choice(id, request);
            if (choices.putIfAbsent(id, choice) != null) {
                errors.add(pointer + "/feature", "duplicate-feature", "The feature is listed twice.");
            }
        }
        return choices;
    }

    /** The choices that differ from the stored ones, in list order. */
    public static List<ChoiceChange> changes(Map<String, NamedChoice> wanted, Snapshot before) {
        var changes = new ArrayList<ChoiceChange>();
        featureIds(before).forEach(id -> {
            var present = NamedChoice.of(id, before);
            var after = wanted.getOrDefault(id, NamedChoice.UNASSIGNED);
            if (!after.equals(present)) {
                changes.add(new ChoiceChange(id, present, after));
            }
        });
        return changes;
    }

    /** The choices that differ between two snapshots, in list order. Another name of the same model is no difference. */
    public static List<ChoiceChange> changes(Snapshot before, Snapshot after) {
        return featureIds(before)
                .filter(id -> !FeatureChoice.of(before.setting(id)).equals(FeatureChoice.of(after.setting(id))))
                .map(id -> new ChoiceChange(id, NamedChoice.of(id, before), NamedChoice.of(id, after)))
                .toList();
    }

    /**
     * Stores changes of choices within the pending change.
     *
     * @param models the models that exist now, by name
     */
    public void store(List<ChoiceChange> changes, NameIndex<Snapshot.Model> models, PendingChange pending) {
        if (!changes.isEmpty()) {
            pending.requireEntitlement();
        }
        var choices = new LinkedHashMap<String, FeatureChoice>();
        for (var change : changes) {
            var name = change.after().model();
            var model = name == null ? null : models.find(name);
            choices.put(
                    change.feature(),
                    new FeatureChoice(
                            change.after().provider(),
                            model == null ? null : model.id(),
                            change.after().vendoredModel()));
        }
        features.apply(pending, choices);
    }

    /** Ids of all features in the catalogue or in a setting, in list order. */
    private static Stream<String> featureIds(Snapshot snapshot) {
        return Stream.concat(
                        snapshot.catalogue().features().stream().map(Feature::id),
                        snapshot.settings().keySet().stream().sorted())
                .distinct();
    }

    /** The name and the family of a planned model. */
    public record PlannedFamily(String model, String family) {}

    private record ChoiceValidation(
            Snapshot planned, NameIndex<PlannedFamily> models, ProblemErrors errors, ProblemErrors warnings) {

        NamedChoice choice(String id, ConfigurationFeature request) {
            var rules = new ChoiceRules(planned, errors);
            var feature = planned.catalogue().feature(id);
            var present = NamedChoice.of(id, planned);
            if (feature != null && !ChoiceRules.isDisabled(request.provider())) {
                warnUnlessAvailable(feature);
            }
            if (isUnchanged(request, present) && (feature == null || keepsProvider(present.provider()))) {
                return present;
            }
            var model = model(request.model());
            var choice = namedChoice(rules, request, model);
            if (feature == null) {
                errors.add(
                        "/feature",
                        "feature-not-found",
                        "GitLab " + planned.catalogue().version() + " has no feature '" + QueryParameters.shown(id)
                                + "'.");
                return choice;
            }
            if (model != null && choice.model() != null) {
                validateFamily(rules, feature, model, choice.equals(present));
            }
            return choice;
        }

        private void warnUnlessAvailable(Feature feature) {
            var obstacle = Availability.obstacle(planned, feature);
            if (obstacle != null) {
                warnings.add("", "feature_not_available", ChoiceRules.unavailable(feature, obstacle));
            }
        }

        /** Whether the request keeps a choice, which may have been stored with another catalogue. */
        private boolean isUnchanged(ConfigurationFeature request, NamedChoice present) {
            return present.provider().id().equals(request.provider().orElse(null))
                    && Objects.equals(present.model(), request.model())
                    && Objects.equals(present.vendoredModel(), request.vendoredModel())
                    && (present.model() == null || models.find(present.model()) != null);
        }

        /** Whether the provider may stay, although it might be refused now. */
        private boolean keepsProvider(Provider provider) {
            return provider == Provider.VENDORED || !planned.catalogue().offers(provider);
        }

        private @Nullable PlannedFamily model(@Nullable String name) {
            if (name == null) {
                return null;
            }
            var model = models.find(name);
            return model == null ? models.find(Names.trimmed(name)) : model;
        }

        private NamedChoice namedChoice(
                ChoiceRules rules, ConfigurationFeature request, @Nullable PlannedFamily model) {
            var named = ChoiceRules.NamedModel.byName(request.model(), model != null);
            var provider = rules.provider(request.provider(), named, "");
            if (provider == null) {
                return NamedChoice.UNASSIGNED;
            }
            rules.requireVendoredAllowed(provider, "/provider");
            return new NamedChoice(
                    provider,
                    provider == Provider.SELF_HOSTED && model != null ? model.model() : null,
                    rules.vendoredModel(request.vendoredModel(), provider, ""));
        }

        private void validateFamily(ChoiceRules rules, Feature feature, PlannedFamily model, boolean chosenBefore) {
            var family = model.family();
            if (!feature.supports(family) && !(chosenBefore && hasFamily(model))) {
                rules.requireSupported(feature, model.model(), family, "/model");
            } else if (!Availability.familyOffered(planned, family)) {
                warnings.add("/model", "family_not_offered", rules.notOffered(model.model(), family));
            }
        }

        private boolean hasFamily(PlannedFamily model) {
            return planned.models().values().stream()
                    .anyMatch(present -> present.name().equals(model.model())
                            && present.family().equals(model.family()));
        }
    }
}
