package dev.duoconfig.store;

import dev.duoconfig.catalogue.Catalogue;

/**
 * Gives new features the settings of the features that they were split from. Otherwise, a feature that ran on a self-hosted model
 * would use GitLab's own model after an upgrade of GitLab.
 */
public interface SplitFeatures {

    /**
     * Copies the settings within the pending change. A feature that has a setting keeps it.
     *
     * @param earlier the catalogue until now
     * @param later the catalogue from now on
     */
    void copySettings(PendingChange pending, Catalogue earlier, Catalogue later);
}
