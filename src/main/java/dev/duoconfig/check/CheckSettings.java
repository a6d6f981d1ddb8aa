package dev.duoconfig.check;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long checks take. */
@ConfigMapping(prefix = "duo.check")
interface CheckSettings {

    /** The longest time for one step of a check, several requests of that step included. */
    @WithDefault("10s")
    Duration stepTimeout();
}
