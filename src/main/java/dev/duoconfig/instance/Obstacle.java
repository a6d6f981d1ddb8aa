package dev.duoconfig.instance;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.duoconfig.gitlab.GitLabInterface;
import org.jspecify.annotations.Nullable;

/** Why a GitLab cannot have a model or a setting. */
record Obstacle(NotPossibleCode code, String detail) {

    static Obstacle settingUnknown(String detail) {
        return new Obstacle(NotPossibleCode.SETTING_UNKNOWN_THERE, detail);
    }

    /** The same obstacle for a model that exists there. */
    Obstacle leavingTheModel() {
        return new Obstacle(code, detail + " The model that exists there stays as it is.");
    }

    /** The same obstacle for a feature that is to use a model. */
    Obstacle ofFeatureWith(String modelName) {
        return new Obstacle(code, "The feature cannot get the model '%s'. %s".formatted(modelName, detail));
    }

    /**
     * The reason why a call of a GitLab's API cannot be made; null if it can.
     *
     * @param input the input type of the call
     * @param sent the fields that have a value
     */
    static @Nullable Obstacle ofCall(GitLabInterface offered, String input, Set<String> sent) {
        for (var field : new TreeSet<>(sent)) {
            if (!offered.takes(input, field)) {
                return settingUnknown("This GitLab's API does not accept the field '%s'.".formatted(field));
            }
        }
        for (var field :
                new TreeSet<>(offered.inputs().getOrDefault(input, Map.of()).keySet())) {
            if (offered.requires(input, field) && !sent.contains(field)) {
                return settingUnknown("This GitLab's API requires the field '%s', for which this service has no value."
                        .formatted(field));
            }
        }
        return null;
    }
}
