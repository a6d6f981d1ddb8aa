package dev.duoconfig.snapshot.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Notifications of changes by other instances. */
@ConfigMapping(prefix = "duo.listener")
interface ListenerSettings {

    /**
     * Whether a separate connection listens for new revisions. Without it, and behind a connection pooler that shares
     * sessions (PgBouncer in transaction mode), a poll finds them once a second.
     */
    @WithDefault("true")
    boolean enabled();
}
