package dev.duoconfig.testkit;

import java.util.Map;

import dev.duoconfig.packaged.PackagedApplication;
import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * Limits low enough for tests to reach them, two origins whose pages may call the service, no console, and a port of its own for
 * health and metrics.
 */
public final class TightLimits implements QuarkusTestProfile {

    /** One of the allowed origins. */
    public static final String ORIGIN = "https://console.example.com";

    /** The other allowed origin. */
    public static final String OTHER_ORIGIN = "https://gitlab.example.com:8443";

    private static final String MANAGEMENT_PORT = "duo-config.tests.management-port";
    private static final String PORT = "duo-config.tests.port";

    /** The port for health and metrics. */
    public static int managementPort() {
        return port(MANAGEMENT_PORT);
    }

    /** A free port, which is the same for all class loaders. */
    private static int port(String property) {
        synchronized (System.getProperties()) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, String.valueOf(PackagedApplication.freePort()));
            }
            return Integer.getInteger(property);
        }
    }

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
                "5s",
                "duo.console",
                "false",
                "quarkus.http.test-port",
                String.valueOf(port(PORT)),
                "duo.management-port",
                String.valueOf(managementPort()));
    }
}
