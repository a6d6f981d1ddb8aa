package dev.duoconfig.check;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of connection checks. */
@ConfigMapping(prefix = "duo.check")
interface CheckSettings {

    /** The maximum duration of one step of a check, including all requests of that step. */
    @WithDefault("10s")
    Duration stepTimeout();

    /**
     * Interval at which the AI gateway and all stored models are checked in the background, from {@code 1s} to {@code 24h}, with a
     * variation of 10%, by one instance of the service at a time. By default, nothing is checked in the background.
     */
    Optional<Duration> every();

    /** Whether reports show what other servers say about their errors, redacted, to administrators. */
    @WithDefault("true")
    boolean serverMessages();
}
