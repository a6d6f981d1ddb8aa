package dev.duoconfig.instance;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How running GitLabs are kept equal to this configuration. */
@ConfigMapping(prefix = "duo.gitlab")
interface InstanceSettings {

    /**
     * Interval at which each GitLab instance that follows the configuration is compared with it, from {@code 1s} to {@code 24h},
     * with a variation of 10%. Each change of the configuration is compared at once.
     */
    @WithDefault("5m")
    Duration every();

    /** The limit on the wait for one complete response of a GitLab instance, from {@code 1s} to {@code 30s}. */
    @WithDefault("10s")
    Duration timeout();
}
