package dev.duoconfig.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Audit checkpoints in the log. */
@ConfigMapping(prefix = "duo.audit")
interface AuditSettings {

    /** Number of events after which the newest one and its hash are logged again; at least 1. */
    @WithDefault("1000")
    int checkpointEvery();
}
