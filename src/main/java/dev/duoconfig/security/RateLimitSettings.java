package dev.duoconfig.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on how often one caller can make the service call other servers, on each instance. */
@ConfigMapping(prefix = "duo.rate-limit")
interface RateLimitSettings {

    /** Connection checks per minute, and diagnoses with checks. At most 4 run at once for a caller, and 16 for all. */
    @WithDefault("120")
    int checks();

    /**
     * Synchronizations of the subscription, imports from GitLab, and plans and applies for GitLab instances per minute, counted
     * together. At most 4 of each run at once for a caller, and 16 for all.
     */
    @WithDefault("600")
    int syncs();
}
