package dev.duoconfig.diagnosis;

import java.util.List;

import dev.duoconfig.resolve.Snapshot;

/** Looks over one part of the stored configuration. */
public interface Diagnosis {

    /** What comes first has to be mended first: what follows may depend on it. */
    enum Part {
        SUBSCRIPTION,
        GATEWAY,
        MODELS,
        FEATURES
    }

    Part part();

    /**
     * The findings, in an order that stays the same while the configuration does. Called inside a read, at the revision of the
     * snapshot; asks nobody but the database.
     */
    List<Finding> findings(Snapshot snapshot);
}
