package dev.duoconfig.snapshot.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the changes of other instances are heard of. */
@ConfigMapping(prefix = "duo.listener")
interface ListenerSettings {

    /**
     * Whether a connection of its own listens for new revisions. Without it, and behind a connection pooler that shares
     * sessions (PgBouncer in transaction mode), they are seen by the poll, once a second.
     */
    @WithDefault("true")
    boolean enabled();
}
