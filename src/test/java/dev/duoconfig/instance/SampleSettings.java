package dev.duoconfig.instance;

import java.time.Duration;

/** Settings of the follower. */
record SampleSettings(Duration every, Duration timeout) implements InstanceSettings {

    /** The default settings. */
    static final SampleSettings DEFAULT = new SampleSettings(Duration.ofMinutes(5), Duration.ofSeconds(10));
}
