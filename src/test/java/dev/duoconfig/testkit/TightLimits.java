package dev.duoconfig.testkit;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** Limits low enough for tests to reach them, two origins whose pages may call the service, and no console. */
public final class TightLimits implements QuarkusTestProfile {

    /** One of the allowed origins. */
    public static final String ORIGIN = "https://console.example.com";

    /** The other allowed origin. */
    public static final String OTHER_ORIGIN = "https://gitlab.example.com:8443";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "duo.cors.origins",
                ORIGIN + ", " + OTHER_ORIGIN,
                "duo.rate-limit.checks",
                "1",
                "duo.rate-limit.syncs",
                "1",
                "quarkus.http.idle-timeout",
                "1s",
                "duo.console",
                "false");
    }
}
