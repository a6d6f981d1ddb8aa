package dev.duoconfig.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is told of the audit outside of the database. */
@ConfigMapping(prefix = "duo.audit")
interface AuditSettings {

    /** After how many events the newest one's hash goes to the log again, from 1. */
    @WithDefault("1000")
    int checkpointEvery();
}
