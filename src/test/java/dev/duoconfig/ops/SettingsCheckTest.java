package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.duoconfig.secret.SecretNames;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class SettingsCheckTest {

    @TempDir
    private Path directory;

    static Stream<String> secrets() {
        return Stream.concat(SecretNames.PLAIN.stream(), SecretNames.URLS.stream());
    }

    @Test
    void halfOfACertificateIsRefused() {
        refuses(
                Map.of("duo.tls.certificate-file", "/etc/tls.crt"),
                "Set both DUO_TLS_CERTIFICATE_FILE and DUO_TLS_KEY_FILE");
        refuses(Map.of("duo.tls.key-file", "/etc/tls.key"), "Set both DUO_TLS_CERTIFICATE_FILE and DUO_TLS_KEY_FILE");
        accepts(Map.of("duo.tls.certificate-file", "/etc/tls.crt", "duo.tls.key-file", "/etc/tls.key"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretAndItsFileAtOnceAreRefused(String setting) {
        var variable = SecretNames.variable(setting);

        refuses(
                Map.of(setting, "SECRET", setting + "-file", "/run/secrets/file"),
                "Both " + variable + " and " + variable + "_FILE are set");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aFileThatCannotBeUsedIsRefused(String setting) throws IOException {
        var empty = Files.writeString(directory.resolve("empty"), "\n");
        var large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);
        var utf16 = Files.write(directory.resolve("utf-16"), "\ufeffSECRET".getBytes(StandardCharsets.UTF_16LE));
        var prefix = "The file that " + SecretNames.variable(setting) + "_FILE names ";

        refuses(Map.of(setting + "-file", directory.resolve("SECRET").toString()), prefix + "does not exist");
        refuses(Map.of(setting + "-file", "SECRET\0"), prefix + "cannot be read");
        refuses(Map.of(setting + "-file", directory.toString()), prefix + "cannot be read");
        refuses(Map.of(setting + "-file", empty.toString()), prefix + "is empty");
        refuses(Map.of(setting + "-file", large.toString()), prefix + "is larger than 64 KiB");
        refuses(Map.of(setting + "-file", utf16.toString()), prefix + "is encoded in UTF-16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:4318",
                "collector.example.com",
                "grpc://collector.example.com:4317",
                "http://user:SECRET@collector.example.com:4318",
                "http://collector.example.com:4318?key=SECRET",
                "http://collector.example.com:99999"
            })
    void aCollectorIsAnHttpUrl(String url) {
        refuses(Map.of("otel.exporter-otlp-endpoint", url), "OTEL_EXPORTER_OTLP_ENDPOINT must be");
    }

    @Test
    void settingsOfTracesAreThoseOfTheSpecification() {
        refusesTraces("otel.exporter-otlp-protocol", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf");
        refusesTraces("otel.exporter-otlp-compression", "zstd", "OTEL_EXPORTER_OTLP_COMPRESSION must be none or gzip");
        refusesTraces("otel.traces-sampler", "SECRET", "OTEL_TRACES_SAMPLER must be always_on");
        refusesTraces("otel.resource-attributes", "SECRET", "OTEL_RESOURCE_ATTRIBUTES must be names");
        refusesTraces("otel.exporter-otlp-client-key", "/etc/key", "Set both OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE");
        for (var headers : new String[] {"SECRET", "a=%ZZSECRET", "a b=SECRET", "a=%0ASECRET"}) {
            refusesTraces("otel.exporter-otlp-headers", headers, "OTEL_EXPORTER_OTLP_HEADERS must be names");
        }
        for (var time : new String[] {"10s", "0", "-1", "3000000000", "SECRET"}) {
            refuses(Map.of("otel.exporter-otlp-timeout", time), "OTEL_EXPORTER_OTLP_TIMEOUT must be a whole number");
            refuses(Map.of("otel.bsp-max-queue-size", time), "OTEL_BSP_MAX_QUEUE_SIZE must be a whole number");
        }
        accepts(Map.of(
                "otel.exporter-otlp-endpoint",
                "https://collector.example.com:4318/otlp",
                "otel.exporter-otlp-protocol",
                "grpc",
                "otel.exporter-otlp-headers",
                "authorization=Bearer%20a+b=, x-tenant = 1,",
                "otel.resource-attributes",
                "deployment.environment.name=production",
                "otel.bsp-schedule-delay",
                "100",
                "otel.traces-sampler",
                "parentbased_traceidratio",
                "otel.traces-sampler-arg",
                "0.1"));
    }

    /** Refused with a collector, and accepted without one, for which they can be meant for something else. */
    private static void refusesTraces(String setting, String value, String message) {
        refuses(Map.of("otel.exporter-otlp-endpoint", "http://collector.example.com:4318", setting, value), message);
        accepts(Map.of(setting, value));
    }

    @Test
    void whetherToMigrateIsTrueOrFalse() {
        for (var value : new String[] {"no", "0", "flase"}) {
            refuses(Map.of("duo.database.migrate", value), "DUO_DATABASE_MIGRATE must be true or false.");
        }
        accepts(Map.of("duo.database.migrate", "True"));
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
        refuses(Map.of("duo.database.url", "postgres://user:SECRET@host:port/db"), "DUO_DATABASE_URL must be");
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
        refuses(
                Map.of("duo.oidc.issuer", "https://sso.example.com", "duo.oidc.audience", "any"),
                "DUO_OIDC_AUDIENCE must not be");
    }

    @Test
    void severalIssuersAreAccepted() {
        accepts(Map.of(
                "duo.oidc.issuer", "https://sso.example.com",
                "duo.oidc.gitlab.issuer", "https://gitlab.example.com",
                "duo.oidc.gitlab.admin-claims", "project_path=infra/duo, ref_protected=true",
                "duo.oidc.gitlab-ci.issuer", "https://gitlab.example.com/ci",
                "duo.oidc.client-id", "duo",
                "duo.oidc.key-refresh", "1m"));
        accepts(Map.of("duo.oidc.gitlab.issuer", "https://gitlab.example.com"));
        // Kubernetes sets such variables for a service with this name.
        accepts(Map.of("duo.oidc.service.host", "10.0.0.1", "duo.oidc.port", "tcp://10.0.0.1:80"));
        // An empty value is none.
        accepts(Map.of("duo.oidc.issuer", ""));
        // Neither belongs to one issuer.
        accepts(Map.of("duo.oidc.client-id", "duo", "duo.oidc.key-refresh", "1m"));
    }

    @ParameterizedTest
    @CsvSource({
        "duo.oidc.gitlab.audience, duo, DUO_OIDC_GITLAB_AUDIENCE is set",
        "duo.oidc.gitlab.planner-claims, a=b, DUO_OIDC_GITLAB_ISSUER is not",
        "duo.oidc.gitlab-x.name-claim, login, DUO_OIDC_GITLAB_X_ISSUER is not",
        "duo.oidc.main.issuer, gitlab.example.com, DUO_OIDC_MAIN_ISSUER must be",
        "duo.oidc.main.audience, any, DUO_OIDC_MAIN_AUDIENCE must not be",
        "duo.oidc.other.issuer, '', DUO_OIDC_OTHER_ISSUER is empty",
        "duo.oidc.viewer-values, staff, DUO_OIDC_VIEWER_VALUES is set",
        "duo.oidc.audience, duo, DUO_OIDC_AUDIENCE is set",
        "duo.oidc.main.admin-value, admins, DUO_OIDC_MAIN_ADMIN_VALUE is not a setting",
        "duo.oidc.main.client-id, duo, DUO_OIDC_MAIN_CLIENT_ID is not a setting",
        "duo.oidc.other.issuer, https://sso.example.com/, DUO_OIDC_MAIN_ISSUER and DUO_OIDC_OTHER_ISSUER are the same",
        "duo.oidc.issuer, https://sso.example.com, DUO_OIDC_ISSUER are the same"
    })
    void anIssuerThatCannotBeMeantSoIsRefused(String setting, String value, String expected) {
        var settings = new HashMap<>(Map.of("duo.oidc.main.issuer", "https://sso.example.com"));
        settings.put(setting, value);

        refuses(settings, expected);
    }

    /** Local tokens would take the place of those of the issuer that is meant. */
    @ParameterizedTest
    @CsvSource({
        "duo.oidc.admin-values, admins, DUO_OIDC_ADMIN_VALUES is set, but DUO_OIDC_ISSUER is not",
        "duo.oidc.viewer-claims, a=b, DUO_OIDC_VIEWER_CLAIMS is set, but DUO_OIDC_ISSUER is not",
        "duo.oidc.role-claim, roles, DUO_OIDC_ROLE_CLAIM is set, but DUO_OIDC_ISSUER is not",
        "duo.oidc.audience, duo, DUO_OIDC_AUDIENCE is set, but DUO_OIDC_ISSUER is not"
    })
    void aSettingOfAnIssuerWithoutAnyIssuerIsRefused(String setting, String value, String expected) {
        refuses(Map.of(setting, value), expected);
        refuses(Map.of(setting, value, "duo.oidc.issuer", " "), expected);
        refuses(Map.of(setting, value, "duo.oidc.isuer", "https://sso.example.com"), expected);
    }

    private static void accepts(Map<String, String> settings) {
        assertThatCode(() -> SettingsCheck.run(name -> Optional.ofNullable(settings.get(name)), settings.keySet()))
                .doesNotThrowAnyException();
    }

    private static void refuses(Map<String, String> settings, String expected) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SettingsCheck.run(name -> Optional.ofNullable(settings.get(name)), settings.keySet()))
                .withMessageContaining(expected)
                .withMessageNotContainingAny("SECRET", "\n")
                .withNoCause();
    }
}
