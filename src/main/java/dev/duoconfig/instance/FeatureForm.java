package dev.duoconfig.instance;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.instance.Step.FeatureState;
import org.jspecify.annotations.Nullable;

/** The form in which a GitLab takes and shows the setting of a feature. */
record FeatureForm(GitLabInterface offered) {

    private static final String VENDORED_MODEL = "offeredModelRef";

    /** Fields of a setting that show one of GitLab's own models: its name, or an object with its name. */
    private static final List<String> VENDORED_MODEL_SHOWN = List.of(VENDORED_MODEL, "gitlabModel", "offeredModel");

    /** Whether the GitLab has the feature. */
    boolean knows(String feature) {
        return offered.knows(GitLabInterface.FEATURES, feature.toUpperCase(Locale.ROOT));
    }

    /** Whether the provider and GitLab's own model are the wanted ones, as far as the GitLab shows and accepts them. */
    boolean matches(FeatureSetting there, FeatureState wanted) {
        return there.provider().equals(wanted.provider())
                && (!wanted.provider().equals(Provider.VENDORED.id())
                        || !comparesVendoredModels()
                        || Objects.equals(there.vendoredModel(), wanted.vendoredModel()));
    }

    /** The reason why this GitLab cannot have a setting, whatever it has now; null if it can. */
    @Nullable
    Obstacle obstacle(FeatureState wanted) {
        return wanted.vendoredModel() == null || offered.takes(GitLabInterface.UPDATE_FEATURES, VENDORED_MODEL)
                ? null
                : Obstacle.settingUnknown("This GitLab's API cannot choose one of GitLab's own models.");
    }

    /** The reason why a setting cannot be changed; null if it can. */
    @Nullable
    Obstacle obstacleToChange(FeatureState wanted) {
        if (!offered.knows(GitLabInterface.PROVIDERS, wanted.provider().toUpperCase(Locale.ROOT))) {
            return wanted.provider().equals(Provider.UNASSIGNED.id())
                    ? new Obstacle(NotPossibleCode.UNASSIGN_NOT_OFFERED, "This GitLab's API cannot unassign a feature.")
                    : Obstacle.settingUnknown(
                            "This GitLab's API does not offer the provider '%s'.".formatted(wanted.provider()));
        }
        return Obstacle.ofCall(offered, GitLabInterface.UPDATE_FEATURES, fields(wanted));
    }

    /**
     * The reason why a feature cannot get a model of a family; null if it can. A list of families without any known one
     * uses names of another kind, and says nothing.
     */
    static @Nullable Obstacle obstacleToFamily(FeatureSetting there, String family, Catalogue catalogue) {
        var compatible = there.compatibleFamilies();
        return compatible.contains(family) || compatible.stream().allMatch(id -> catalogue.family(id) == null)
                ? null
                : new Obstacle(
                        NotPossibleCode.FAMILY_UNKNOWN_THERE,
                        "This GitLab does not accept the model family '%s' for the feature.".formatted(family));
    }

    private boolean comparesVendoredModels() {
        return offered.takes(GitLabInterface.UPDATE_FEATURES, VENDORED_MODEL)
                && VENDORED_MODEL_SHOWN.stream().anyMatch(field -> offered.has(GitLabInterface.FEATURE_SETTING, field));
    }

    private static Set<String> fields(FeatureState wanted) {
        var fields = new HashSet<String>(Set.of("features", "provider"));
        if (wanted.modelId() != null) {
            fields.add("aiSelfHostedModelId");
        }
        if (wanted.vendoredModel() != null) {
            fields.add(VENDORED_MODEL);
        }
        return fields;
    }
}
