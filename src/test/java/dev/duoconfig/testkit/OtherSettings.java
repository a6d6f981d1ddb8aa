package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * Settings other than the defaults that several tests share. Add another setting here if it does not affect the other tests,
 * because each profile needs its own Quarkus application.
 */
public final class OtherSettings implements QuarkusTestProfile {

    /** An environment variable that documents may refer to. It is set everywhere and contains no spaces. */
    public static final String VARIABLE = "HOME";

    /** The maximum number of clients that wait for changes, low enough for a test to reach it. */
    public static final int MAX_CLIENTS = 1_000;

    /** The URL at which callers reach the service. */
    public static final String PUBLIC_URL = "https://duo.example.com/config";

    /** A master key that decrypts stored keys but encrypts none. */
    public static final String OLD_MASTER_KEY = masterKey(3);

    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"), "duo-config-key-files");

    /** A directory with files that documents may refer to. */
    public static final Path KEYS = ROOT.resolve("keys");

    /** A directory next to {@link #KEYS} whose name begins with the same word. */
    public static final Path OTHER_KEYS = ROOT.resolve("keys-of-others");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.createDirectories(KEYS);
            Files.createDirectories(OTHER_KEYS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "duo.configuration.env-prefixes",
                "DUO_MODEL_KEY_," + VARIABLE,
                "duo.configuration.file-prefixes",
                KEYS.toString(),
                "duo.configuration.gitlab-timeout",
                "3s",
                // A call of a GitLab that does not respond ends soon.
                "duo.gitlab.timeout",
                "2s",
                // Without the listener, only polling finds the changes of other instances.
                "duo.listener.enabled",
                "false",
                "duo.follow.heartbeat",
                "5s",
                "duo.follow.max-clients",
                String.valueOf(MAX_CLIENTS),
                "duo.other-master-keys",
                OLD_MASTER_KEY,
                "duo.public-url",
                PUBLIC_URL + "/",
                "duo.check.server-messages",
                "false");
    }

    /** A master key that consists of one byte repeated. */
    public static String masterKey(int octet) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) octet);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
