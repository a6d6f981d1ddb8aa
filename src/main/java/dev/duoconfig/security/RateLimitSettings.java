package dev.duoconfig.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often one caller may have the service ask others, on each instance. */
@ConfigMapping(prefix = "duo.rate-limit")
interface RateLimitSettings {

    /** Connection checks per minute. */
    @WithDefault("120")
    int checks();

    /** Synchronisations of the subscription per minute. */
    @WithDefault("600")
    int syncs();
}
