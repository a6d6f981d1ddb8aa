package dev.duoconfig.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** With places that keys may be taken from, and little patience for a GitLab. */
public final class ConfigurationProfile implements QuarkusTestProfile {

    /** Set wherever tests run, and without blanks. */
    static final String VARIABLE = "HOME";

    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"), "duo-config-key-files");

    /** Where keys may be. */
    static final Path KEYS = ROOT.resolve("keys");

    /** Beside it, with a name that begins the same. */
    static final Path OTHERS = ROOT.resolve("keys-of-others");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.createDirectories(KEYS);
            Files.createDirectories(OTHERS);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return Map.of(
                "duo.configuration.env-prefixes",
                "DUO_MODEL_KEY_," + VARIABLE,
                "duo.configuration.file-prefixes",
                KEYS.toString(),
                "duo.configuration.gitlab-timeout",
                "3s");
    }
}
