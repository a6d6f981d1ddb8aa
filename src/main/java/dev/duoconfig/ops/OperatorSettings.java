package dev.duoconfig.ops;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the process as a whole. */
@ConfigMapping(prefix = "duo")
interface OperatorSettings {

    /** The AI gateway's URL, used while none is stored. Set it with {@code AI_GATEWAY_URL}, as for GitLab. */
    Optional<String> gatewayUrl();

    /**
     * The directory of the embedded database, its keys, and tokens. If not set, {@code .duo-config} in the working
     * directory. Read before anything else starts.
     */
    Optional<String> dataDir();

    /**
     * How long the service still takes requests after a signal to stop, while it already reports that it is not ready, so
     * that load balancers stop sending requests to it; at most {@code 5m}. Without an external database, the default is
     * {@code 0s}.
     */
    @WithDefault("5s")
    Duration shutdownDelay();

    /** Whether the log is JSON, one object per line, instead of plain text. */
    @WithDefault("false")
    boolean logJson();
}
