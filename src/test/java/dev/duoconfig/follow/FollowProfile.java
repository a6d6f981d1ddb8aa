package dev.duoconfig.follow;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** With a short heartbeat, a limit that can be reached, and nothing but the poll to learn of what others commit. */
public final class FollowProfile implements QuarkusTestProfile {

    static final int MOST = 1_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "duo.listener.enabled",
                "false",
                "duo.follow.heartbeat",
                "5s",
                "duo.follow.max-clients",
                String.valueOf(MOST));
    }
}
