package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.Config;

/**
 * Prevents documents from referring to the service's own secrets, because an API key is sent to the server that its model
 * names.
 */
final class ReservedSecrets {

    private static final List<String> VARIABLES = List.of(
            "DUO_MASTER_KEY",
            "DUO_OTHER_MASTER_KEYS",
            "DUO_DATABASE_URL",
            "DUO_DATABASE_PASSWORD",
            "DUO_SUBSCRIPTION_GITLAB_TOKEN",
            "DUO_OUTBOUND_PROXY");

    /** Prefixes of variables that may be secrets: settings of the framework, of profiles, and of PostgreSQL's clients. */
    private static final List<String> PREFIXES = List.of("QUARKUS_", "_", "PG");

    private static final List<String> FILES = List.of(
            "duo.master-key-file",
            "duo.other-master-key-files",
            "duo.subscription.gitlab-token-file",
            "duo.database.url-file",
            "duo.database.password-file",
            "duo.outbound.proxy-file",
            "duo.last-known-good.file");

    /** Processes show their environment here. */
    private static final Path PROCESSES = Path.of("/proc");

    private static final String DATA_DIR = "duo.data-dir";
    private static final String DEFAULT_DATA_DIR = ".duo-config";

    private ReservedSecrets() {}

    /**
     * Refuses settings that would expose a secret, and settings that cannot match anything.
     *
     * @throws ConfigurationException with a message that names the setting and what it exposes
     */
    static void requireApart(List<String> environmentPrefixes, List<Path> directories, Config config) {
        for (var prefix : environmentPrefixes) {
            if (!prefix.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new ConfigurationException(
                        "DUO_CONFIGURATION_ENV_PREFIXES must contain prefixes of variable names,"
                                + " without wildcards, not " + prefix + ".");
            }
            var name = prefix.toUpperCase(Locale.ROOT);
            if (VARIABLES.stream().anyMatch(own -> own.startsWith(name))
                    || PREFIXES.stream().anyMatch(own -> own.startsWith(name) || name.startsWith(own))) {
                refuse("ENV_PREFIXES", prefix, "settings of the service");
            }
        }
        for (var directory : directories) {
            if (!directory.isAbsolute() || (Files.exists(directory) && !Files.isDirectory(directory))) {
                throw new ConfigurationException(
                        "DUO_CONFIGURATION_FILE_PREFIXES must contain absolute paths of directories, not " + directory
                                + ".");
            }
        }
        for (var directory : directories) {
            for (var file : FILES) {
                config.getOptionalValues(file, String.class).orElse(List.of()).stream()
                        .filter(path -> real(Path.of(path)).startsWith(real(directory)))
                        .forEach(path -> refuse("FILE_PREFIXES", directory.toString(), variable(file)));
            }
            var data = Path.of(config.getOptionalValue(DATA_DIR, String.class).orElse(DEFAULT_DATA_DIR));
            if (Files.exists(data) && overlap(real(data), real(directory))) {
                refuse("FILE_PREFIXES", directory.toString(), variable(DATA_DIR));
            }
            if (overlap(PROCESSES, real(directory))) {
                refuse("FILE_PREFIXES", directory.toString(), "the environment of processes");
            }
        }
    }

    private static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** The path with links followed as far as it exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            var parent = path.toAbsolutePath().normalize().getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private static void refuse(String setting, String value, String secret) {
        throw new ConfigurationException("DUO_CONFIGURATION_" + setting + " must not contain " + value
                + ", because documents could then send " + secret + " to any server. Keep API keys separate.");
    }
}
