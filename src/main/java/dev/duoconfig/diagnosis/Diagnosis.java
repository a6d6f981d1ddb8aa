package dev.duoconfig.diagnosis;

import java.util.List;

import dev.duoconfig.resolve.Snapshot;

/** Examines one part of the stored configuration. */
public interface Diagnosis {

    /** The parts, in the order in which to fix them: a part may depend on those before it. */
    enum Part {
        SUBSCRIPTION,
        GATEWAY,
        MODELS,
        FEATURES,
        GITLAB_INSTANCES,
        SECRETS,
        ISSUER
    }

    Part part();

    /**
     * The findings, in an order that changes only with the configuration. Called inside a read, at the revision of the
     * snapshot; accesses the database only, and no other server.
     */
    List<Finding> findings(Snapshot snapshot);
}
