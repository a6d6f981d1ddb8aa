package dev.duoconfig.security;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Trust in verified tokens without verifying them again. */
@ConfigMapping(prefix = "duo.token-cache")
interface TokenCacheSettings {

    /** How long a verified token is trusted, but never past its own expiry; at most {@code 5m}. {@code 0s} verifies every request. */
    @WithDefault("60s")
    Duration lifetime();

    /** Maximum number of remembered tokens; the least used are evicted. */
    @WithDefault("10000")
    int maxTokens();
}
