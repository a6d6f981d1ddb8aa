package dev.duoconfig.ops;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.duoconfig.secret.SecretNames;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the settings that the framework would use before the service can check them. Each message is one line, names the
 * variable, and quotes no value that can contain a secret.
 */
public final class SettingsCheck {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int MAX_PORT = 65_535;

    private final Function<String, Optional<String>> settings;

    private SettingsCheck(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /**
     * Checks the settings.
     *
     * @param settings returns the setting with a name such as {@code duo.database.url}
     * @throws ConfigurationException if one cannot be used
     */
    public static void run(Function<String, Optional<String>> settings) {
        var check = new SettingsCheck(settings);
        Stream.concat(SecretNames.PLAIN.stream(), SecretNames.URLS.stream())
                .forEach(secret -> secret(settings, secret));
        check.databaseUrl();
        check.migration();
        settings.apply("duo.oidc.issuer").ifPresent(SettingsCheck::issuer);
        settings.apply("duo.oidc.audience").ifPresent(SettingsCheck::audience);
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
        if (settings.apply("duo.database.migrate")
                        .filter("false"::equalsIgnoreCase)
                        .isPresent()
                && secret(settings, "duo.database.url").isEmpty()) {
            throw new ConfigurationException(
                    "DUO_DATABASE_MIGRATE is false, which needs an external database. Set DUO_DATABASE_URL, or unset DUO_DATABASE_MIGRATE.");
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

    private static void issuer(String text) {
        var url = url(text);
        var scheme = url == null ? null : url.getScheme();
        if (url == null
                || scheme == null
                || !List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
                || url.getHost() == null
                || url.getPort() == 0
                || url.getPort() > MAX_PORT
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new ConfigurationException(
                    "DUO_OIDC_ISSUER must be the http or https URL of the issuer, such as https://sso.example.com/realms/main,"
                            + " without a user, query, or fragment.");
        }
        if (text.contains(DISCOVERY)) {
            throw new ConfigurationException(
                    "DUO_OIDC_ISSUER must be the URL of the issuer without " + DISCOVERY + ".");
        }
    }

    /** The framework takes this one for no audience in particular. */
    private static void audience(String audience) {
        if (audience.equals("any")) {
            throw new ConfigurationException(
                    "DUO_OIDC_AUDIENCE must not be 'any'. Set it to the value in the aud of the tokens.");
        }
    }

    private static @Nullable URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
