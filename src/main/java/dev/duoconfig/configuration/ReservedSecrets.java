package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.Config;

/**
 * Keeps the service's own secrets out of what documents may refer to: what is taken for an API key is sent to whichever server
 * its model names.
 */
final class ReservedSecrets {

    private static final List<String> VARIABLES = List.of(
            "DUO_MASTER_KEY",
            "DUO_OTHER_MASTER_KEYS",
            "DUO_DATABASE_URL",
            "DUO_DATABASE_PASSWORD",
            "DUO_SUBSCRIPTION_GITLAB_TOKEN");

    /** Of the names that begin so, some are secrets: settings of the framework, of profiles, and of PostgreSQL's clients. */
    private static final List<String> BEGINNINGS = List.of("QUARKUS_", "_", "PG");

    private static final List<String> FILES = List.of(
            "duo.master-key-file",
            "duo.other-master-key-files",
            "duo.subscription.gitlab-token-file",
            "duo.last-known-good.file");

    /** Where a process shows its environment. */
    private static final Path PROCESSES = Path.of("/proc");

    private static final String DATA = "duo.data-dir";
    private static final String DEFAULT_DATA = ".duo-config";

    private ReservedSecrets() {}

    /**
     * Refuses settings that would open one of them, or can open nothing.
     *
     * @throws ConfigurationException naming both settings
     */
    static void requireApart(List<String> environmentPrefixes, List<Path> directories, Config config) {
        for (var prefix : environmentPrefixes) {
            if (!prefix.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new ConfigurationException(
                        "DUO_CONFIGURATION_ENV_PREFIXES must have beginnings of names of variables,"
                                + " without wildcards, not " + prefix + ".");
            }
            var name = prefix.toUpperCase(Locale.ROOT);
            if (VARIABLES.stream().anyMatch(own -> own.startsWith(name))
                    || BEGINNINGS.stream().anyMatch(own -> own.startsWith(name) || name.startsWith(own))) {
                refuse("ENV_PREFIXES", prefix, "settings of the service");
            }
        }
        for (var directory : directories) {
            if (!directory.isAbsolute() || (Files.exists(directory) && !Files.isDirectory(directory))) {
                throw new ConfigurationException(
                        "DUO_CONFIGURATION_FILE_PREFIXES must have absolute paths of directories, not " + directory
                                + ".");
            }
        }
        for (var directory : directories) {
            for (var file : FILES) {
                config.getOptionalValues(file, String.class).orElse(List.of()).stream()
                        .filter(path -> real(Path.of(path)).startsWith(real(directory)))
                        .forEach(path -> refuse("FILE_PREFIXES", directory.toString(), variable(file)));
            }
            var data = Path.of(config.getOptionalValue(DATA, String.class).orElse(DEFAULT_DATA));
            if (Files.exists(data) && overlap(real(data), real(directory))) {
                refuse("FILE_PREFIXES", directory.toString(), variable(DATA));
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

    /** With links followed as far as there is something. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            var parent = path.toAbsolutePath().normalize().getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private static void refuse(String setting, String value, String secret) {
        throw new ConfigurationException("DUO_CONFIGURATION_" + setting + " must not have " + value + ", which opens "
                + secret + " to documents: they could have it sent to any server. Keep API keys apart.");
    }
}
