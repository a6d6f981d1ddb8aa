package dev.duoconfig.follow;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits for clients that follow changes, and how their connections are kept alive. */
@ConfigMapping(prefix = "duo.follow")
interface FollowSettings {

    /**
     * Maximum number of requests that wait for a revision, and of clients of {@code GET /events}; at least 1. Further
     * ones receive a 503. One caller can have half of each; further ones of that caller receive a 429.
     */
    @WithDefault("10000")
    int maxClients();

    /**
     * Interval at which clients of {@code GET /events} receive a comment, from {@code 1s} to {@code 60s}. A client that
     * reads none of two is dropped.
     */
    @WithDefault("15s")
    Duration heartbeat();
}
