package dev.duoconfig.resolve;

import java.util.List;
import java.util.Objects;

import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.resolve.Availability.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * A feature whose requests GitLab would send to its own models, although they are not allowed.
 *
 * @param ruledOutByLicense whether GitLab cannot do so now, because the license is an offline license
 */
public record SentToGitLab(Feature feature, Cause cause, boolean ruledOutByLicense) {

    /** The reason why GitLab would not use a self-hosted model. */
    public enum Cause {
        NO_MODEL(Reason.NOT_CONFIGURED),
        OWN_MODEL_CHOSEN(Reason.VENDORED_NOT_ALLOWED),
        /** The AI gateway ignores an endpoint that is too long, and uses GitLab's own model whatever the license is. */
        ENDPOINT_IGNORED(Reason.ENDPOINT_TOO_LONG);

        private final Reason reason;

        Cause(Reason reason) {
            this.reason = reason;
        }

        /** The reason of a resolution that says the same. */
        public Reason reason() {
            return reason;
        }
    }

    /**
     * All such features of the catalogue. They include those that are hidden while the beta toggle is off, because GitLab
     * serves them nevertheless, but not those that the plan excludes.
     */
    public static List<SentToGitLab> all(Snapshot snapshot) {
        if (snapshot.gateway().vendoredModelsAllowed()) {
            return List.of();
        }
        return snapshot.catalogue().features().stream()
                .map(feature -> of(snapshot, feature, FeatureResolver.resolve(snapshot, feature)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The feature, or null if GitLab would not send its requests to its own models, or they are allowed. */
    public static @Nullable SentToGitLab of(Snapshot snapshot, Feature feature, Resolution resolution) {
        if (snapshot.gateway().vendoredModelsAllowed() || Availability.obstacle(snapshot, feature) == Obstacle.PLAN) {
            return null;
        }
        var cause = cause(resolution);
        return cause == null
                ? null
                : new SentToGitLab(
                        feature,
                        cause,
                        cause != Cause.ENDPOINT_IGNORED && Availability.vendoredNeedsOnlineLicense(snapshot));
    }

    private static @Nullable Cause cause(Resolution resolution) {
        return switch (resolution.provider()) {
            case UNASSIGNED -> Cause.NO_MODEL;
            case VENDORED -> Cause.OWN_MODEL_CHOSEN;
            case SELF_HOSTED -> resolution.reason() == Reason.ENDPOINT_TOO_LONG ? Cause.ENDPOINT_IGNORED : null;
            case DISABLED -> null;
        };
    }
}
