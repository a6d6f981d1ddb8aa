package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Settings that would expose secrets refuse the start. */
@Tag("fast")
class ReservedSecretsTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {"DUO_", "D", "duo_", "DUO_MASTER_KEY", "DUO_DATABASE_", "QUARKUS_OIDC_", "_PROD_", "PGPASS", "Q"
            })
    void aPrefixOfASecretVariableIsRefused(String prefix) {
        assertThatThrownBy(() -> requireApart(List.of("DUO_MODEL_KEY_", prefix), List.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DUO_CONFIGURATION_ENV_PREFIXES must not contain " + prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duo.master-key-file",
                "duo.other-master-key-files",
                "duo.other-master-keys-file",
                "duo.subscription.gitlab-token-file",
                "duo.database.url-file",
                "duo.database.password-file",
                "duo.outbound.proxy-file",
                "duo.last-known-good.file",
                "duo.tls.key-file",
                "otel.exporter-otlp-headers-file",
                "otel.exporter-otlp-client-key"
            })
    void aDirectoryThatHoldsASecretFileIsRefused(String setting) {
        assertThatThrownBy(() -> requireApart(
                        List.of(),
                        List.of(root.resolve("keys"), root.resolve("secrets")),
                        Map.of(setting, root.resolve("secrets/own/file").toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DUO_CONFIGURATION_FILE_PREFIXES must not contain " + root.resolve("secrets"))
                .hasMessageContaining(setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data/tokens", "data/postgresql/..", "", "data/absent/deep"})
    void aDirectoryThatOverlapsTheDataDirectoryIsRefused(String directory) throws IOException {
        Files.createDirectories(root.resolve("data/tokens"));
        Files.createDirectories(root.resolve("data/postgresql"));

        assertThatThrownBy(() -> requireApart(
                        List.of(),
                        List.of(root.resolve(directory)),
                        Map.of("duo.data-dir", root.resolve("data").toString())))
                .hasMessageContaining("DUO_DATA_DIR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/self", "/"})
    void aDirectoryThatShowsTheEnvironmentOfProcessesIsRefused(String directory) {
        assertThatThrownBy(() -> requireApart(List.of(), List.of(Path.of(directory)), Map.of()))
                .isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUO_MODEL_KEY_*", "*", "A-B", " "})
    void aPrefixThatNoNameCanHaveIsRefused(String prefix) {
        assertThatThrownBy(() -> requireApart(List.of(prefix), List.of(), Map.of()))
                .hasMessageContaining("DUO_CONFIGURATION_ENV_PREFIXES");
    }

    @Test
    void aPathThatIsNotADirectoryIsRefused() throws IOException {
        var file = Files.writeString(root.resolve("file"), "sk");

        assertThatThrownBy(() -> requireApart(List.of(), List.of(file), Map.of()))
                .hasMessageContaining("DUO_CONFIGURATION_FILE_PREFIXES");
        assertThatThrownBy(() -> requireApart(List.of(), List.of(Path.of("keys")), Map.of()))
                .hasMessageContaining("DUO_CONFIGURATION_FILE_PREFIXES");
    }

    @Test
    void linksAndRelativePartsAreResolved() throws IOException {
        var secrets = Files.createDirectory(root.resolve("secrets"));
        Files.writeString(secrets.resolve("master.key"), "secret");
        Files.createSymbolicLink(root.resolve("link"), secrets);

        for (var directory : List.of(root.resolve("link"), root.resolve("absent/../secrets"))) {
            assertThatThrownBy(() -> requireApart(
                            List.of(),
                            List.of(directory),
                            Map.of(
                                    "duo.master-key-file",
                                    secrets.resolve("master.key").toString())))
                    .hasMessageContaining("DUO_MASTER_KEY_FILE");
        }
    }

    @Test
    void separatePrefixesAndDirectoriesAreAccepted() {
        assertThatCode(() -> requireApart(
                        List.of("DUO_MODEL_KEY_", "DUO_KEY_", "AZURE_"),
                        List.of(root.resolve("model-keys")),
                        Map.of(
                                "duo.master-key-file",
                                root.resolve("model-keys-of-others/master.key").toString())))
                .doesNotThrowAnyException();
    }

    private static void requireApart(List<String> prefixes, List<Path> directories, Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
        ReservedSecrets.requireApart(prefixes, directories, config);
    }
}
