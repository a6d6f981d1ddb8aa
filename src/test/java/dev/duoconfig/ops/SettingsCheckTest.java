package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class SettingsCheckTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "duo.database.url, DUO_DATABASE_URL",
        "duo.database.password, DUO_DATABASE_PASSWORD",
        "duo.master-key, DUO_MASTER_KEY",
        "duo.subscription.gitlab-token, DUO_SUBSCRIPTION_GITLAB_TOKEN",
        "duo.outbound.proxy, DUO_OUTBOUND_PROXY"
    })
    void aSecretAndItsFileAtOnceAreRefused(String setting, String variable) {
        refuses(
                Map.of(setting, "SECRET", setting + "-file", "/run/secrets/file"),
                variable + " and " + variable + "_FILE");
    }

    @Test
    void aFileThatCannotBeUsedIsRefused() throws IOException {
        var empty = Files.writeString(directory.resolve("empty"), "\n");

        for (var setting : new String[] {"duo.database.url", "duo.database.password", "duo.outbound.proxy"}) {
            refuses(Map.of(setting + "-file", directory.resolve("missing").toString()), "_FILE names cannot be read");
            refuses(Map.of(setting + "-file", directory.toString()), "_FILE names cannot be read");
            refuses(Map.of(setting + "-file", empty.toString()), "_FILE names is empty");
        }
    }

    @Test
    void twoUsersOrPasswordsAreRefused() throws IOException {
        var file = Files.writeString(directory.resolve("password"), "OTHER-SECRET\n")
                .toString();
        var url = "postgres://user:SECRET@host/db";

        refuses(Map.of("duo.database.url", url, "duo.database.username", "other"), "DUO_DATABASE_USERNAME");
        refuses(Map.of("duo.database.url", url, "duo.database.password", "OTHER-SECRET"), "DUO_DATABASE_PASSWORD");
        refuses(Map.of("duo.database.url", url, "duo.database.password-file", file), "DUO_DATABASE_PASSWORD");
        refuses(Map.of("duo.database.url", "mysql://user:SECRET@host/db"), "DUO_DATABASE_URL must be");
        accepts(Map.of("duo.database.url", url, "duo.database.username", "user", "duo.database.password", "SECRET"));
        accepts(Map.of("duo.database.url", "postgres://user@host/db", "duo.database.password-file", file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not-a-url",
                "sso.example.com",
                "sso.example.com:8443/realms/main",
                "ftp://sso.example.com",
                "https://",
                "https:/sso.example.com",
                "https://sso.example.com:0",
                "https://sso.example.com:70000",
                "https://user:SECRET@sso.example.com",
                "https://sso.example.com?a=b",
                "https://sso.example.com#there",
                "https://sso.example.com/a b",
                "https://sso.example.com/realms/main/.well-known/openid-configuration"
            })
    void anIssuerThatIsNoUrlIsRefused(String issuer) {
        refuses(Map.of("duo.oidc.issuer", issuer), "DUO_OIDC_ISSUER must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://sso.example.com", "HTTP://127.0.0.1:8080/realms/main/", "https://[::1]/a%20b"})
    void theUrlOfAnIssuerIsAccepted(String issuer) {
        accepts(Map.of("duo.oidc.issuer", issuer));
    }

    @Test
    void aWordOfTheFrameworkIsNotTakenForAnAudience() {
        refuses(Map.of("duo.oidc.audience", "any"), "DUO_OIDC_AUDIENCE");
    }

    private static void accepts(Map<String, String> settings) {
        assertThatCode(() -> SettingsCheck.run(name -> Optional.ofNullable(settings.get(name))))
                .doesNotThrowAnyException();
    }

    private static void refuses(Map<String, String> settings, String expected) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SettingsCheck.run(name -> Optional.ofNullable(settings.get(name))))
                .withMessageContaining(expected)
                .withMessageNotContainingAny("SECRET", "\n")
                .withNoCause();
    }
}
