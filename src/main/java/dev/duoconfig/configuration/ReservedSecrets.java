package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.duoconfig.secret.SecretNames;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.Config;

/**
 * Prevents documents from referring to the service's own secrets, because an API key is sent to the server that its model
 * names.
 */
final class ReservedSecrets {

    private static final List<String> VARIABLES = secrets(SecretNames::variable).toList();

    /** Prefixes of variables that may be secrets: settings of the framework, of profiles, and of PostgreSQL's clients. */
    private static final List<String> PREFIXES = List.of("QUARKUS_", "_", "PG");

    /** Further settings that name files with secrets. */
    private static final List<String> OTHER_FILES = List.of(
            "duo.other-master-key-files",
            "duo.last-known-good.file",
            "duo.tls.key-file",
            "otel.exporter-otlp-client-key");

    private static final List<String> FILES =
            Stream.concat(secrets(SecretNames::file), OTHER_FILES.stream()).toList();

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
                        .forEach(path -> refuse("FILE_PREFIXES", directory.toString(), SecretNames.variable(file)));
            }
            var data = Path.of(config.getOptionalValue(DATA_DIR, String.class).orElse(DEFAULT_DATA_DIR));
            if (Files.exists(data) && overlap(real(data), real(directory))) {
                refuse("FILE_PREFIXES", directory.toString(), SecretNames.variable(DATA_DIR));
            }
            if (overlap(PROCESSES, real(directory))) {
                refuse("FILE_PREFIXES", directory.toString(), "the environment of processes");
            }
        }
    }

    private static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static Stream<String> secrets(UnaryOperator<String> name) {
        return Stream.concat(SecretNames.PLAIN.stream(), SecretNames.URLS.stream())
                .map(name);
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
