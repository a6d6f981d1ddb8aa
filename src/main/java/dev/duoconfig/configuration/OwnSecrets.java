package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.Config;

/**
 * Keeps the service's own secrets out of what documents may refer to: what is taken for an API key is sent to whichever server
 * its model names.
 */
final class OwnSecrets {

    private static final List<String> VARIABLES = List.of(
            "DUO_MASTER_KEY",
            "DUO_OTHER_MASTER_KEYS",
            "DUO_DATABASE_URL",
            "DUO_DATABASE_PASSWORD",
            "DUO_SUBSCRIPTION_GITLAB_TOKEN",
            "QUARKUS_DATASOURCE_PASSWORD");

    private static final List<String> FILES = List.of(
            "duo.master-key-file",
            "duo.other-master-key-files",
            "duo.subscription.gitlab-token-file",
            "duo.last-known-good.file",
            "duo.data-dir");

    private OwnSecrets() {}

    /**
     * Refuses settings that would open one of them.
     *
     * @throws ConfigurationException naming both settings
     */
    static void requireApart(List<String> environmentPrefixes, List<Path> directories, Config config) {
        for (var variable : VARIABLES) {
            environmentPrefixes.stream()
                    .filter(variable::startsWith)
                    .findFirst()
                    .ifPresent(prefix -> refuse("ENV_PREFIXES", prefix, variable));
        }
        for (var file : FILES) {
            var paths = config.getOptionalValues(file, String.class).orElse(List.of());
            for (var path : paths) {
                directories.stream()
                        .filter(directory -> real(Path.of(path)).startsWith(real(directory)))
                        .findFirst()
                        .ifPresent(directory -> refuse(
                                "FILE_PREFIXES",
                                directory.toString(),
                                file.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));
            }
        }
    }

    /** With links followed as far as there is something. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            var parent = path.toAbsolutePath().normalize().getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    private static void refuse(String setting, String value, String secret) {
        throw new ConfigurationException("DUO_CONFIGURATION_" + setting + " must not have " + value + ", which opens "
                + secret + " to documents: they could have it sent to any server. Keep API keys apart.");
    }
}
