package dev.duoconfig.follow;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many may wait for changes at a time, and how they are kept. */
@ConfigMapping(prefix = "duo.follow")
interface FollowSettings {

    /** So many requests, from 1, may wait for a revision, and as many clients be told of changes; further ones get a 503. */
    @WithDefault("10000")
    int maxClients();

    /**
     * How often a client of {@code GET /events} is sent a comment, from {@code 1s} to {@code 60s}; one that took none of two
     * is dropped.
     */
    @WithDefault("15s")
    Duration heartbeat();
}
