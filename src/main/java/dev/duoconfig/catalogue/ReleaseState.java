package dev.duoconfig.catalogue;

import java.util.Locale;

/** The maturity that GitLab declares for a feature or a model family. */
public enum ReleaseState {
    GA,
    BETA,
    EXPERIMENT;

    /** Whether it requires that beta models and features are enabled; an experiment counts as beta. */
    public boolean beta() {
        return this != GA;
    }

    /** The name used in JSON and in the catalogue files, such as {@code ga}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
