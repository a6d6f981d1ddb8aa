package dev.duoconfig.ops;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.duoconfig.secret.SecretNames;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Checks the settings that the framework would use before the service can check them. Each message is one line, names the
 * variable, and quotes no value that can contain a secret.
 */
public final class SettingsCheck {

    private final Function<String, Optional<String>> settings;

    private SettingsCheck(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /**
     * Checks the settings.
     *
     * @param settings returns the setting with a name such as {@code duo.database.url}
     * @param names the names of all settings, as properties or variables
     * @throws ConfigurationException if one cannot be used
     */
    public static void run(Function<String, Optional<String>> settings, Collection<String> names) {
        var check = new SettingsCheck(settings);
        Stream.concat(SecretNames.PLAIN.stream(), SecretNames.URLS.stream())
                .forEach(secret -> secret(settings, secret));
        check.tls();
        check.databaseUrl();
        check.migration();
        TraceCheck.run(settings);
        IssuerCheck.run(settings, names);
    }

    /**
     * Checks only the settings of the database.
     *
     * @throws ConfigurationException if one cannot be used
     */
    static void database(Function<String, Optional<String>> settings) {
        new SettingsCheck(settings).databaseUrl();
    }

    /** The embedded database has no other user, and {@code migrate} does not reach it. */
    private void migration() {
        var migrate =
                settings.apply("duo.database.migrate").map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (migrate.filter(text -> !text.equals("true") && !text.equals("false"))
                .isPresent()) {
            throw new ConfigurationException("DUO_DATABASE_MIGRATE must be true or false.");
        }
        if (migrate.filter("false"::equals).isPresent()
                && secret(settings, "duo.database.url").isEmpty()) {
            throw new ConfigurationException(
                    "DUO_DATABASE_MIGRATE is false, which needs an external database. Set DUO_DATABASE_URL, or unset DUO_DATABASE_MIGRATE.");
        }
    }

    private void tls() {
        if (settings.apply("duo.tls.certificate-file").isPresent()
                != settings.apply("duo.tls.key-file").isPresent()) {
            throw new ConfigurationException(
                    "Set both DUO_TLS_CERTIFICATE_FILE and DUO_TLS_KEY_FILE for HTTPS, or neither of them for HTTP.");
        }
    }

    private void databaseUrl() {
        var url = secret(settings, "duo.database.url").map(DatabaseUrl::parse);
        requireOne(
                "user",
                url.map(DatabaseUrl::username),
                settings.apply("duo.database.username"),
                "DUO_DATABASE_USERNAME");
        requireOne(
                "password",
                url.map(DatabaseUrl::password),
                secret(settings, "duo.database.password"),
                "DUO_DATABASE_PASSWORD");
    }

    private static void requireOne(String part, Optional<String> inUrl, Optional<String> alone, String variable) {
        if (inUrl.isPresent() && alone.isPresent() && !inUrl.equals(alone)) {
            throw new ConfigurationException("DUO_DATABASE_URL contains a " + part + ", and " + variable
                    + " or its file contains another one. Remove one of them.");
        }
    }

    /**
     * The secret in the variable or in its file.
     *
     * @throws ConfigurationException if both are set, or the file cannot be used
     */
    static Optional<String> secret(Function<String, Optional<String>> settings, String name) {
        var value = settings.apply(name);
        var file = settings.apply(SecretNames.file(name));
        if (value.isPresent() && file.isPresent()) {
            throw SecretNames.both(name);
        }
        return value.or(() -> file.map(path -> SecretNames.read(name, path)));
    }
}
