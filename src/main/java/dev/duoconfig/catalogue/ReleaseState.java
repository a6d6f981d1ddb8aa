package dev.duoconfig.catalogue;

import java.util.Locale;

/** How mature GitLab declares a feature or a model family to be. */
public enum ReleaseState {
    GA,
    BETA,
    EXPERIMENT;

    /** Whether it is switched off until beta models and features are enabled; an experiment counts as beta. */
    public boolean beta() {
        return this != GA;
    }

    /** The name used in JSON and in the catalogue files, such as {@code ga}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
