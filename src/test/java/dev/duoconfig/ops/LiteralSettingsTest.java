package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Variables of the environment, with the real application.properties between them and the framework. */
@Tag("fast")
class LiteralSettingsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa$$word",
                "pa${HOME}x",
                "pa${x",
                "${",
                "$",
                "$$",
                "a\\$b",
                "\\${HOME}",
                "a\\\\$$b",
                "${duo.database.username}",
                "${duo.database.password}",
                "${HOME:x}",
                "${nothing}",
                "${sys::x}",
                "$${HOME}",
                "}{",
                "a,b\\,c",
                " blank ",
                "%{x}#{y}@z"
            })
    void aValueIsNeverExpanded(String value) throws IOException {
        var config = config(Map.of(
                "DUO_DATABASE_PASSWORD",
                value,
                "DUO_DATABASE_USERNAME",
                value,
                "DUO_OIDC_ISSUER",
                value,
                "DUO_OIDC_CLIENT_ID",
                value,
                "DUO_SUBSCRIPTION_GITLAB_TOKEN",
                value,
                "AI_GATEWAY_URL",
                value,
                "HOME",
                "expanded"));

        assertThat(value(config, "quarkus.datasource.password")).isEqualTo(value);
        assertThat(value(config, "quarkus.datasource.username")).isEqualTo(value);
        assertThat(value(config, "quarkus.oidc.auth-server-url")).isEqualTo(value);
        assertThat(value(config, "quarkus.oidc.client-id")).isEqualTo(value);
        assertThat(value(config, "duo.subscription.gitlab-token")).isEqualTo(value);
        assertThat(value(config, "duo.gateway-url")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duo,admin", "a\\,b", "a\\", "$${x}"})
    void theAudienceIsOneValue(String audience) throws IOException {
        var config = config(Map.of("DUO_OIDC_AUDIENCE", audience));

        assertThat(config.getValues("quarkus.oidc.token.audience", String.class))
                .containsExactly(audience);
    }

    @Test
    void unsetSettingsHaveTheirDefaults() throws IOException {
        var config = config(Map.of());

        assertThat(config.getOptionalValue("quarkus.datasource.password", String.class))
                .isEmpty();
        assertThat(config.getOptionalValue("quarkus.datasource.jdbc.url", String.class))
                .isEmpty();
        assertThat(config.getOptionalValue("duo.gateway-url", String.class)).isEmpty();
        assertThat(value(config, "quarkus.oidc.client-id")).isEqualTo("duo-config");
        assertThat(value(config, "quarkus.log.console.json.enabled")).isEqualTo("false");
    }

    @Test
    void expressionsInOtherSettingsStillWork() throws IOException {
        var config = config(Map.of("QUARKUS_HTTP_HOST", "${OTHER}", "OTHER", "127.0.0.1"));

        assertThat(value(config, "quarkus.http.host")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "DUO_DATABASE_PASSWORD_FILE, quarkus.datasource.password",
        "DUO_OUTBOUND_PROXY_FILE, duo.outbound.proxy",
        "DUO_MASTER_KEY_FILE, duo.master-key",
        "DUO_OTHER_MASTER_KEYS_FILE, duo.other-master-keys",
        "DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE, duo.subscription.gitlab-token"
    })
    void aSecretCanBeInAFile(String variable, String setting) throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "\uFEFFpa$$word${HOME}\n\r\n");

        assertThat(value(config(Map.of(variable, file.toString())), setting)).isEqualTo("pa$$word${HOME}\n");
    }

    @Test
    void aSecretAndItsFileAtOnceAreRefusedWhereverTheyAreSet() throws IOException {
        var config = config(Map.of("DUO_MASTER_KEY", "SECRET", "DUO_MASTER_KEY_FILE", "/run/secrets/master-key"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> value(config, "duo.master-key"))
                .withMessage("Both DUO_MASTER_KEY and DUO_MASTER_KEY_FILE are set. Unset one of them.");
    }

    @Test
    void theUrlOfAPlatformIsTakenApartWhereverItStands() throws IOException {
        var url = "postgres://duo:pa%24%24%7Bword@db.example.com/duo_config";
        var file = Files.writeString(directory.resolve("url"), url + "\n");

        for (var config : new SmallRyeConfig[] {
            config(Map.of("DUO_DATABASE_URL", url)), config(Map.of("DUO_DATABASE_URL_FILE", file.toString()))
        }) {
            assertThat(value(config, "quarkus.datasource.jdbc.url"))
                    .isEqualTo("jdbc:postgresql://db.example.com/duo_config");
            assertThat(value(config, "quarkus.datasource.username")).isEqualTo("duo");
            assertThat(value(config, "quarkus.datasource.password")).isEqualTo("pa$${word");
        }
    }

    private static String value(SmallRyeConfig config, String name) {
        return config.getValue(name, String.class);
    }

    private static SmallRyeConfig config(Map<String, String> variables) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new LiteralSettings())
                .withSources(
                        new EnvConfigSource(variables, 300),
                        new PropertiesConfigSource(
                                Path.of("src/main/resources/application.properties")
                                        .toUri()
                                        .toURL(),
                                250))
                .build();
    }
}
