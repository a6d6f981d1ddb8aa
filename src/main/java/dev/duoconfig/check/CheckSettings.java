package dev.duoconfig.check;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of connection checks. */
@ConfigMapping(prefix = "duo.check")
interface CheckSettings {

    /** The maximum duration of one step of a check, including all requests of that step. */
    @WithDefault("10s")
    Duration stepTimeout();

    /** Whether reports show what other servers say about their errors, redacted, to administrators. */
    @WithDefault("true")
    boolean serverMessages();
}
