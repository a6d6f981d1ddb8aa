package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

import dev.duoconfig.ops.SettingsCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.embedded.DataDirectoryTest.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("slow")
class LocalInstallationTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T14:00:00Z"), ZoneOffset.UTC);
    private static final String EXTERNAL = "jdbc:postgresql://db.example.com/duo";

    @TempDir
    private Path data;

    @Test
    void withoutAnIssuerTokensAreWrittenForTheOwnerOnly() throws IOException {
        try (var installation = openWithExternalDatabase(CLOCK)) {
            assertThat(installation.settings())
                    .containsEntry("quarkus.oidc.token.issuer", "urn:duo-config:local")
                    .containsEntry("quarkus.oidc.token.audience", "duo-config")
                    .containsOnlyKeys(
                            "quarkus.oidc.public-key",
                            "quarkus.oidc.token.issuer",
                            "quarkus.oidc.token.audience",
                            "duo-config.local-issuer.key-file");
        }

        for (String file : new String[] {
            "tokens/admin", "tokens/planner", "tokens/viewer", "tokens/resolver", "local-issuer/private-key.pem"
        }) {
            assertThat(mode(data.resolve(file))).as(file).isEqualTo("rw-------");
        }
        assertThat(mode(data.resolve("tokens"))).isEqualTo("rwx------");
        assertThat(mode(data.resolve("local-issuer"))).isEqualTo("rwx------");
    }

    /** A live reload checks the settings again, and finds those of the installation among the system properties. */
    @Test
    void aLiveReloadAcceptsTheSettingsOfTheInstallation() {
        try (var installation = openWithExternalDatabase(CLOCK)) {
            var reloaded = new Environment(installation.settings(), Map.of());

            assertThatCode(() -> SettingsCheck.run(reloaded::get, reloaded.names()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aRestartRenewsTheTokensAndKeepsTheKey() throws IOException {
        var before = openAndClose(CLOCK);
        var token = Files.readString(data.resolve("tokens/admin"));
        var key = Files.readString(data.resolve("local-issuer/private-key.pem"));

        var after = openAndClose(Clock.offset(CLOCK, Duration.ofDays(1)));

        assertThat(after).isEqualTo(before);
        assertThat(data.resolve("local-issuer/private-key.pem")).hasContent(key);
        assertThat(Files.readString(data.resolve("tokens/admin"))).isNotEqualTo(token);
    }

    @Test
    void anInvalidKeyFileRefusesTheStartAndStaysUnchanged() throws IOException {
        openAndClose(CLOCK);
        var key = Files.writeString(data.resolve("local-issuer/private-key.pem"), "damaged");

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> openAndClose(CLOCK))
                .withMessageContaining(key.toString());
        assertThat(key).hasContent("damaged");
    }

    @Test
    void anExternalDatabaseWithoutAMasterKeyIsRefusedWithTheCommandThatCreatesOne() {
        var environment = environment(Map.of("DUO_DATABASE_URL", EXTERNAL));

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> LocalInstallation.open(environment, Durability.NONE, CLOCK))
                .withMessageContaining("openssl rand -base64 32")
                .withMessageContaining("chmod 600")
                .withMessageContaining("DUO_MASTER_KEY_FILE");
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUO_OIDC_ISSUER", "DUO_OIDC_GITLAB_ISSUER"})
    void nothingIsCreatedWhenEverythingIsConfigured(String issuer) {
        var environment = environment(Map.of(
                "DUO_DATABASE_URL",
                EXTERNAL,
                "DUO_MASTER_KEY_FILE",
                "/run/secrets/master-key",
                issuer,
                "https://sso.example.com"));

        try (var installation = LocalInstallation.open(environment, Durability.NONE, CLOCK)) {
            assertThat(installation.settings()).isEmpty();
            assertThat(data).isEmptyDirectory();
        }
    }

    private Map<String, String> openAndClose(Clock clock) {
        try (var installation = openWithExternalDatabase(clock)) {
            return installation.settings();
        }
    }

    private LocalInstallation openWithExternalDatabase(Clock clock) {
        var variables = Map.of("DUO_DATABASE_URL", EXTERNAL, "DUO_MASTER_KEY", "given");
        return LocalInstallation.open(environment(variables), Durability.NONE, clock);
    }

    private Environment environment(Map<String, String> variables) {
        var all = new HashMap<String, String>(variables);
        all.put("DUO_DATA_DIR", data.toString());
        return new Environment(Map.of(), all);
    }
}
