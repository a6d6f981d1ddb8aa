package dev.duoconfig.security;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** For how long a verified token is believed without being verified again. */
@ConfigMapping(prefix = "duo.token-cache")
interface TokenCacheSettings {

    /** At most so long, and never past the token's own expiry; {@code 0s} verifies every request. At most {@code 5m}. */
    @WithDefault("60s")
    Duration lifetime();

    /** How many tokens are remembered; the least used give way. */
    @WithDefault("10000")
    int maxTokens();
}
