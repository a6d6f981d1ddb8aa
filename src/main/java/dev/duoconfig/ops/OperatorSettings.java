package dev.duoconfig.ops;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What concerns the process as a whole. */
@ConfigMapping(prefix = "duo")
interface OperatorSettings {

    /** The AI gateway's URL while none is stored; {@code AI_GATEWAY_URL} sets it, as it does for GitLab. */
    Optional<String> gatewayUrl();

    /**
     * The directory of the embedded default: database, keys and tokens; {@code .duo-config} in the working directory if not
     * set. Read before anything else starts.
     */
    Optional<String> dataDir();

    /** Whether the log is JSON, one object a line, rather than text for people. */
    @WithDefault("false")
    boolean logJson();
}
