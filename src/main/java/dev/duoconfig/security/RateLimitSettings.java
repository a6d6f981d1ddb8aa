package dev.duoconfig.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on how often one caller can make the service call other servers, on each instance. */
@ConfigMapping(prefix = "duo.rate-limit")
interface RateLimitSettings {

    /** Connection checks per minute. */
    @WithDefault("120")
    int checks();

    /** Synchronizations of the subscription per minute. */
    @WithDefault("600")
    int syncs();
}
