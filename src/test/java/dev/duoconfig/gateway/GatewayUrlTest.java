package dev.duoconfig.gateway;

import java.util.List;
import java.util.Map;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules for the gateway URL; saving it neither resolves nor calls the host. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class GatewayUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw.example.com",
                "http://localhost:5052",
                "http://127.0.0.1:5052",
                "http://[::1]:5052",
                "http://10.20.0.5:5052",
                "http://gateway:5052",
                "https://does-not-exist.invalid",
                "https://gw.example.com/prefix/ai"
            })
    void anyOtherHostIsAllowedAndItsUrlIsStoredUnchanged(String url) {
        assertStored(url, url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example.com, true",
        "http://gw.example.com, true",
        "https://gw.example.com:8443, true",
        "https://10.20.0.5, true",
        "https://gw.example.com.example.org, true",
        "https://gw.example.com/prefix, false",
        "https://GW.example.com:443, false",
        "'', false"
    })
    void anotherServerCausesAWarningIfKeysAreStored(String url, boolean warns) {
        Api.entitled();
        assertStored("https://gw.example.com", "https://gw.example.com");
        var body = Map.of("url", url);
        var without = Api.as("admin").body(body).patch("/gateway?dry_run=true");
        SampleModels.post(SampleModels.body("api_key", "sk-1")).then().statusCode(201);

        var dry = Api.as("admin").body(body).patch("/gateway?dry_run=true");
        var replaced = Api.as("admin").body(body).put("/gateway");

        assertThat(without.jsonPath().getList("warnings")).isEmpty();
        assertThat(List.of(dry, replaced))
                .allSatisfy(response -> assertThat(response.jsonPath().getList("warnings.code", String.class))
                        .isEqualTo(warns ? List.of("api_key_for_another_server") : List.of()));
        assertThat(Api.as("viewer").get("/gateway").jsonPath().getList("warnings"))
                .isEmpty();
    }

    @Test
    void theFirstGatewayCausesAWarningTooIfKeysAreStored() {
        Api.entitled();
        SampleModels.post(SampleModels.body("api_key", "sk-1")).then().statusCode(201);

        var first =
                Api.as("admin").body(Map.of("url", "https://gw.example.com")).patch("/gateway");
        var timeout = Api.as("admin").body("{\"request_timeout_seconds\": 70}").patch("/gateway");

        assertThat(first.jsonPath().getList("warnings.code", String.class))
                .containsExactly("api_key_for_another_server");
        assertThat(timeout.jsonPath().getList("warnings")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "url, https://evil.example.com",
        "url, http://gw.example.com",
        "url, https://gw.example.com:444",
        "url, nonsense",
        "environment_url, https://evil.example.com"
    })
    void aUrlThatWasSetInTheDatabaseIsAFindingUntilACallerNamesOne(String column, String url) {
        if (column.equals("url")) {
            assertStored("https://gw.example.com", "https://gw.example.com");
        }
        Database.execute(
                "update gateway set " + column + " = '" + url + "'",
                "update configuration_state set revision = revision + 1");
        Api.refresh();

        var found = gatewayFindings();
        Api.as("admin").body("{\"agent_platform_tls\": false}").patch("/gateway");
        var afterAnotherChange = gatewayFindings();
        Api.as("admin").body(Map.of("url", "https://gw.example.com")).patch("/gateway");

        assertThat(found).containsExactly("gateway_not_set_here");
        assertThat(afterAnotherChange).containsExactly("gateway_not_set_here");
        assertThat(gatewayFindings()).containsExactly("gateway_configured");
    }

    private static List<String> gatewayFindings() {
        return Api.as("admin")
                .get("/diagnostics")
                .jsonPath()
                .getList("findAll { it.subject == '/gateway' }.code", String.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://gw.example.com/, https://gw.example.com",
        "https://gw.example.com///, https://gw.example.com",
        "https://gw.example.com/ai//, https://gw.example.com/ai",
        "'  https://gw.example.com/ ', https://gw.example.com"
    })
    void allTrailingSlashesAndSpacesAreRemoved(String url, String stored) {
        assertStored(url, stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \"", "\"\\t\\n\""})
    void aBlankUrlClearsTheStoredUrl(String blank) {
        assertStored("https://gw.example.com", "https://gw.example.com");

        var response = Api.as("admin")
                .body("{\"url\": " + blank + "}")
                .patch("/gateway")
                .jsonPath();

        assertThat(response.<@Nullable String>get("url")).isNull();
        assertThat(response.<@Nullable String>get("url_source")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gw.example.com",
                "//gw.example.com",
                "ftp://gw.example.com",
                "https:gw.example.com",
                "https://",
                "https://user@gw.example.com",
                "https://user:hunter2@gw.example.com",
                "https://gw.example.com/#top",
                "https://gw example.com",
                "https://gw.example.com:99999",
                "https://gw.example.com\\ai",
                "https://gw.example.com/\u202e",
                "https://gw.example.com/\u0000",
                "https://g\u00e4teway.example.com"
            })
    void invalidUrlsAndUrlsWithUserInfoOrFragmentAreRefused(String url) {
        var response = send(url);

        assertInvalid(response).containsExactly("/url url-invalid");
        assertThat(response.asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://169.254.0.1:5052",
                "http://[fe80::1]:5052",
                "http://0xA9FEA9FE",
                "http://2852039166/",
                "http://0251.0376.0251.0376",
                "http://169.254.43518",
                "http://[::ffff:169.254.169.254]",
                "http://[64:ff9b::a9fe:a9fe]",
                "http://[2002:a9fe:a9fe::]",
                "http://100.100.100.200",
                "http://metadata.google.internal",
                "http://METADATA.GOOGLE.INTERNAL./"
            })
    void linkLocalAndMetadataAddressesAreRefusedInAnySpelling(String url) {
        assertInvalid(send(url)).containsExactly("/url url-forbidden");
    }

    @Test
    void aUrlHasAtMost2048Characters() {
        var longest = "https://gw.example.com/" + "p".repeat(2048 - "https://gw.example.com/".length());

        assertStored(longest, longest);
        assertInvalid(send(longest + "p")).containsExactly("/url url-invalid");
    }

    private static void assertStored(String url, String stored) {
        var response = send(url);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.jsonPath().getString("url")).isEqualTo(stored);
        assertThat(response.jsonPath().getString("url_source")).isEqualTo("database");
    }

    private static Response send(String url) {
        return Api.as("admin").body(Map.of("url", url)).put("/gateway");
    }
}
