package dev.duoconfig.ops;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class SettingNamesTest {

    @ParameterizedTest
    @CsvSource({
        "DUO_DATABASE_MIGRAT, DUO_DATABASE_MIGRAT, DUO_DATABASE_MIGRATE",
        "duo.database.migrat, DUO_DATABASE_MIGRAT, DUO_DATABASE_MIGRATE",
        "DUO_SUBSCRIPTON_SOURCE, DUO_SUBSCRIPTON_SOURCE, DUO_SUBSCRIPTION_SOURCE",
        "DUO_MANAGMENT_PORT, DUO_MANAGMENT_PORT, DUO_MANAGEMENT_PORT",
        "DUO_DATABASE_USER, DUO_DATABASE_USER, DUO_DATABASE_USERNAME",
        "DUO_MASTERKEY, DUO_MASTERKEY, DUO_MASTER_KEY"
    })
    void aMisspeltSettingIsNamedWithTheOneThatIsMeant(String name, String variable, String meant) {
        assertThat(SettingNames.warnings(List.of(name, "DUO_CATALOGUE")))
                .containsExactly(variable + " is not a setting, and has no effect. Did you mean " + meant + "?");
    }

    @Test
    void aNameThatIsLikeNoSettingGetsNoSuggestion() {
        assertThat(SettingNames.warnings(List.of("DUO_FRONTEND_COLOR")))
                .containsExactly("DUO_FRONTEND_COLOR is not a setting, and has no effect.");
    }

    @Test
    void aVariableAndItsPropertyAreOneWarning() {
        assertThat(SettingNames.warnings(List.of("DUO_CATALOG", "duo.catalog"))).hasSize(1);
    }

    @Test
    void settingsAndTheirFilesAreKnown() {
        assertThat(SettingNames.warnings(List.of(
                        "DUO_DATABASE_MIGRATE",
                        "duo.database.password",
                        "DUO_DATABASE_PASSWORD_FILE",
                        "duo.tls.reload",
                        "DUO_DATA_DIR",
                        "DUO_LOG_JSON",
                        "DUO_SHUTDOWN_DELAY",
                        // Issuers has those of issuers.
                        "DUO_OIDC_GITLAB_ISSUER",
                        "DUO_OIDC_ISUER",
                        "quarkus.http.port",
                        "duo-config.live-reload",
                        "DUOLINGO")))
                .isEmpty();
    }

    @Test
    void variablesThatKubernetesMakesFromServicesAreNoMistakes() {
        assertThat(SettingNames.warnings(List.of(
                        "DUO_CONFIG_SERVICE_HOST",
                        "DUO_CONFIG_SERVICE_PORT",
                        "DUO_CONFIG_SERVICE_PORT_HTTP",
                        "DUO_CONFIG_PORT",
                        "DUO_CONFIG_PORT_8080_TCP",
                        "DUO_CONFIG_PORT_8080_TCP_PROTO",
                        "DUO_CONFIG_PORT_8080_TCP_PORT",
                        "DUO_CONFIG_PORT_8080_TCP_ADDR")))
                .isEmpty();
        // Without a service, it is a mistake.
        assertThat(SettingNames.warnings(List.of("DUO_CONFIG_PORT"))).hasSize(1);
    }
}
