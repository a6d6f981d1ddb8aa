package dev.duoconfig.secret;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.duoconfig.text.NotUtf8Exception;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The settings that are secrets. Each of them can be in a file instead, which the setting with {@code -file} behind its name
 * names. No message quotes a secret or the path of its file, because secrets are pasted in the place of paths.
 */
public final class SecretNames {

    /** The settings that are secrets as a whole. */
    public static final List<String> PLAIN = List.of(
            "duo.database.password",
            "duo.master-key",
            "duo.other-master-keys",
            "duo.subscription.gitlab-token",
            "otel.exporter-otlp-headers");

    /** The settings that are URLs and can contain a password. */
    public static final List<String> URLS = List.of("duo.database.url", "duo.outbound.proxy");

    private static final String FILE = "-file";

    private SecretNames() {}

    /** Whether a setting is a secret. */
    public static boolean contains(String setting) {
        return PLAIN.contains(setting) || URLS.contains(setting);
    }

    /** The setting that names the file with a secret. */
    public static String file(String secret) {
        return secret + FILE;
    }

    /** The environment variable of a setting. */
    public static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** The refusal of a secret that is set together with its file. */
    public static ConfigurationException both(String secret) {
        return new ConfigurationException(
                "Both %s and %s are set. Unset one of them.".formatted(variable(secret), variable(file(secret))));
    }

    /**
     * Reads a secret from its file.
     *
     * @param path the value of the setting that names the file
     * @throws ConfigurationException if the file cannot be used; the message is one line and names the variable
     */
    public static String read(String secret, String path) {
        String text;
        try {
            text = SecretFile.read(Path.of(path));
        } catch (NoSuchFileException e) {
            throw unusable(secret, "does not exist");
        } catch (AccessDeniedException e) {
            throw unusable(secret, "cannot be read by the user of the service");
        } catch (SecretFile.TooLargeException e) {
            throw unusable(secret, e.rule());
        } catch (NotUtf8Exception e) {
            throw unusable(secret, e.rule());
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(secret, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (text.isBlank()) {
            throw unusable(secret, "is empty");
        }
        return text;
    }

    private static ConfigurationException unusable(String secret, String reason) {
        return new ConfigurationException("The file that %s names %s.".formatted(variable(file(secret)), reason));
    }
}
